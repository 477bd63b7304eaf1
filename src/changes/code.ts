import type { CodeFacts } from "../facts/code/code.ts";
import type { Changes } from "./changes.ts";

/** What changed in the code beyond contract and schema. */
export function detectCodeChanges(
  _before: CodeFacts,
  _after: CodeFacts,
): Pick<Changes, "blockingCalls" | "outbound" | "runtimeDdl" | "functions" | "settings"> {
  return { blockingCalls: [], outbound: [], runtimeDdl: [], functions: [], settings: [] };
}
