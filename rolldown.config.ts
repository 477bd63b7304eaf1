import { defineConfig } from "rolldown";

import { assets } from "./scripts/bundle-assets.ts";

/** Two entries and a lazily loaded chunk for the Anthropic SDK; not minified, so that dist can be reviewed. */
export default defineConfig({
  input: { index: "src/index.ts", cli: "src/cli.ts" },
  platform: "node",
  output: {
    dir: "dist",
    format: "esm",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    minify: false,
    legalComments: "none",
    cleanDir: true,
  },
  plugins: [assets()],
});
