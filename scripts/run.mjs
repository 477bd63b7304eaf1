/**
 * Runs a script that is written in TypeScript and may import the engine: bundles it to a temporary file beside the
 * installed packages, which stay what they are, and imports that.
 *
 *   node scripts/run.mjs scripts/<name>.ts [ARGUMENTS]
 */
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

import { rolldown } from "rolldown";

const [script] = process.argv.splice(2, 1);
if (script === undefined) throw new Error("usage: run.mjs SCRIPT [ARGUMENTS]");
const cache = join(import.meta.dirname, "..", "node_modules", ".cache");
mkdirSync(cache, { recursive: true });
const folder = mkdtempSync(join(cache, "script-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const bundle = await rolldown({
  input: resolve(script),
  platform: "node",
  // Only the project's own modules are bundled.
  external: (id) => !/^[./]/.test(id),
});
const { output } = await bundle.write({ dir: folder, format: "esm", entryFileNames: "[name].mjs" });
await bundle.close();
await import(pathToFileURL(join(folder, output[0].fileName)).href);
