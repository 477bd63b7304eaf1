import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

import { Language, Parser } from "web-tree-sitter";

import { createPythonParser } from "../syntax/python/parser.ts";
import { createSqlParser } from "../syntax/sql/parser.ts";
import type { Syntax } from "../syntax/syntax.ts";

/** Loads the parsers' WebAssembly, from `dist` beside the bundle or from node_modules in development. */
export async function loadSyntax(): Promise<Syntax> {
  const [postgres, runtime, grammar] = await Promise.all([
    // Starts reading `libpg-query.wasm` beside its own file as soon as it is imported.
    import("libpg-query"),
    readAsset("web-tree-sitter/web-tree-sitter.wasm"),
    readAsset("tree-sitter-python/tree-sitter-python.wasm"),
  ]);
  await postgres.loadModule();
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  return {
    ...createPythonParser(parser),
    parseSql: createSqlParser(postgres.parseSync),
  };
}

/** The bytes of a package's file: beside this module in the bundle, where the build copies it, else in the package. */
async function readAsset(specifier: string): Promise<Uint8Array> {
  const name = specifier.slice(specifier.lastIndexOf("/") + 1);
  try {
    return await readFile(new URL(name, import.meta.url));
  } catch {
    return await readFile(createRequire(import.meta.url).resolve(specifier));
  }
}
