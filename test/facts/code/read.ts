import type { CodeFacts } from "../../../src/facts/code/code.ts";
import { readCode } from "../../../src/facts/code/read-code.ts";
import { readContract } from "../../../src/facts/fastapi/read-contract.ts";
import { type Files, projectOf, syntax } from "../../support/change.ts";

/** The code facts of a tiny repository in which the given files (by default all) changed. */
export async function codeOf(
  files: Files,
  changed: readonly string[] = Object.keys(files),
): Promise<CodeFacts> {
  const project = await projectOf(files);
  const affected = project.affectedBy(changed);
  const scope = { changed: new Set(changed), affected, wiring: affected };
  const contract = readContract(project, scope);
  return readCode(project, scope, { contract, callers: () => contract }, await syntax());
}
