import type { DatabaseSchema } from "../database.ts";
import type { Project } from "../python/project.ts";
import type { ReadScope } from "../scope.ts";

/** The tables that the models of a snapshot declare. */
export function readSchema(_project: Project, _scope: ReadScope): DatabaseSchema {
  return { tables: new Map(), unresolved: [] };
}
