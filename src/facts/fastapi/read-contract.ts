import type { Contract } from "../contract.ts";
import type { Project } from "../python/project.ts";
import type { ReadScope } from "../scope.ts";

/** The HTTP contract of all FastAPI applications of a snapshot. */
export function readContract(_project: Project, _scope: ReadScope): Contract {
  return { operations: [], components: new Map(), unresolved: [] };
}
