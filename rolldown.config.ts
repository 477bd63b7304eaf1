import { defineConfig } from "rolldown";

import { assets, commonJsFolder } from "./scripts/bundle-assets.ts";

/** Two entries and a lazily loaded chunk for the Anthropic SDK; not minified, so that dist can be reviewed. */
export default defineConfig({
  input: { index: "src/index.ts", cli: "src/cli.ts" },
  platform: "node",
  // web-tree-sitter's Emscripten glue has an `eval` for symbols of side modules; the grammar has none.
  checks: { eval: false },
  transform: { define: commonJsFolder },
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    minify: false,
    comments: { legal: false },
    cleanDir: true,
    // Names that say what is inside; what both entries share is the engine.
    codeSplitting: {
      groups: [
        { name: "anthropic", test: /node_modules[\\/]@anthropic-ai/, priority: 2 },
        { name: "sql-parser", test: /node_modules[\\/]libpg-query/, priority: 2 },
        { name: "engine", test: /./, minShareCount: 2, priority: 1 },
      ],
    },
  },
  plugins: [assets()],
});
