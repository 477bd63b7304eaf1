import type { RevisionGraph } from "../database.ts";
import type { Project } from "../python/project.ts";

/** The revision headers of every Alembic environment of a snapshot. */
export function readRevisions(_project: Project): RevisionGraph {
  return { environments: [], unresolved: [] };
}
