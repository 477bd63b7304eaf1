import type { MigrationBody, RevisionGraph } from "../database.ts";
import type { Project } from "../python/project.ts";
import type { Syntax } from "../../syntax/syntax.ts";

/** What the revisions and SQL migrations at `paths` do, in order of the graph. */
export function readMigrations(
  _project: Project,
  _graph: RevisionGraph,
  _paths: ReadonlySet<string>,
  _syntax: Syntax,
): readonly MigrationBody[] {
  return [];
}
