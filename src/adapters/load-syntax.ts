import type { Syntax } from "../syntax/syntax.ts";

/** Loads the parsers' WebAssembly, from `dist` beside the bundle or from node_modules in development. */
export async function loadSyntax(): Promise<Syntax> {
  throw new Error("not built yet");
}
