import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { rolldown } from "rolldown";
import { afterAll, describe, expect, test } from "vitest";

import { assets, commonJsFolder } from "../../scripts/bundle-assets.ts";

const folder = mkdtempSync(join(tmpdir(), "bundle-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function build(entry: string, output: string): Promise<string> {
  const input = join(folder, `${output}.ts`);
  const dir = join(folder, output);
  writeFileSync(input, entry);
  const bundle = await rolldown({
    input,
    platform: "node",
    transform: { define: commonJsFolder },
    plugins: [assets()],
    logLevel: "silent",
  });
  await bundle.write({ dir, format: "esm", entryFileNames: "entry.mjs", chunkFileNames: "[name].mjs" });
  return dir;
}

describe("the parsers, bundled", () => {
  test("work from their folder alone, without node_modules", async () => {
    const source = JSON.stringify(join(import.meta.dirname, "../../src/adapters/load-syntax.ts"));
    const dir = await build(
      `import { loadSyntax } from ${source};
      const syntax = await loadSyntax();
      const [statement] = syntax.parseSql("drop table a").statements;
      console.log(syntax.parsePython("import a").body[0].kind, Object.keys(statement.node));`,
      "parsers",
    );
    expect(readdirSync(dir)).toEqual(
      expect.arrayContaining([
        "libpg-query.wasm",
        "licenses.txt",
        "tree-sitter-python.wasm",
        "web-tree-sitter.wasm",
      ]),
    );
    const printed = execFileSync(process.execPath, [join(dir, "entry.mjs")], { cwd: "/", encoding: "utf8" });
    expect(printed).toBe("import [ 'DropStmt' ]\n");
  });

  test("come with the licences of all that is inside, sorted", () => {
    const text = readFileSync(join(folder, "parsers", "licenses.txt"), "utf8");
    const names = [...text.matchAll(/^(\S+) (\S+)\nLicence: (.+)\n\n\S/gm)].map(
      ([, name, , licence]) => `${name} ${licence}`,
    );
    expect(names).toEqual([...names].sort());
    expect(names).toEqual(
      expect.arrayContaining(["libpg-query MIT", "tree-sitter-python MIT", "web-tree-sitter MIT"]),
    );
  });
});

test("a package without a licence file stops the build", async () => {
  const installed = join(folder, "node_modules", "nameless");
  mkdirSync(installed, { recursive: true });
  writeFileSync(
    join(installed, "package.json"),
    '{"name":"nameless","version":"1.0.0","license":"MIT","main":"index.js"}',
  );
  writeFileSync(join(installed, "index.js"), "export const used = Math.random();\n");
  const entry = 'import { used } from "nameless"; console.log(used);';
  await expect(build(entry, "unlicensed")).rejects.toThrow("nameless 1.0.0 has no licence file");
  writeFileSync(join(installed, "LICENSE"), "Do as you like.");
  const dir = await build(entry, "licensed");
  expect(readFileSync(join(dir, "licenses.txt"), "utf8")).toContain(
    "nameless 1.0.0\nLicence: MIT\n\nDo as you like.\n",
  );
});
