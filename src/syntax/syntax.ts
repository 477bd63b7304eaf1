import type { Module } from "./python/ast.ts";
import type { SqlScript } from "./sql/statement.ts";

/**
 * The parsers, ready to use. Each is total: it never throws on any text and says in its answer what it could not read.
 * Made once per run (WebAssembly has to be loaded), then used synchronously.
 */
export interface Syntax {
  readonly parsePython: (text: string) => Module;
  /** How many Python texts were parsed so far: the measure of a run's work. A text counts again when it had been forgotten. */
  readonly pythonParsed: () => number;
  readonly parseSql: (text: string) => SqlScript;
}
