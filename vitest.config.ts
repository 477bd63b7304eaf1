import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    testTimeout: 30_000,
    setupFiles: "test/support/fixed-seed.ts",
    reporters: ["default", ["json", { outputFile: "node_modules/.vitest-results.json" }]],
    server: {
      // These three import JSON without an import attribute, which plain Node refuses.
      deps: { inline: [/@actions\/(languageservice|workflow-parser|expressions)/] },
    },
  },
});
