import type { CodeFacts } from "./code.ts";
import type { Contract } from "../contract.ts";
import type { Project } from "../python/project.ts";
import type { ReadScope } from "../scope.ts";
import type { Syntax } from "../../syntax/syntax.ts";

/** What the changed modules' code does, beyond contract and schema. */
export function readCode(
  _project: Project,
  _scope: ReadScope,
  _contract: Contract,
  _syntax: Syntax,
): CodeFacts {
  return {
    calls: [],
    outbound: [],
    runtimeDdl: [],
    functions: [],
    settings: [],
    asyncOperations: { total: 0, blocking: 0 },
  };
}
