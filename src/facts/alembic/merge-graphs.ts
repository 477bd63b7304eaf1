import { canonicalJson } from "../../text/canonical.ts";
import type { MigrationEnvironment, Revision, RevisionGraph } from "../database.ts";
import { headsOf } from "./graph.ts";

/**
 * The graph that a merge would give: the base tip's revisions, without those that the change deletes, with those
 * that it adds or edits. Heads are computed again per environment, so that two forks which never saw each other are
 * found (`base` moved on after `before`, the merge base, was left).
 */
export function mergeRevisionGraphs(
  base: RevisionGraph,
  before: RevisionGraph,
  after: RevisionGraph,
): RevisionGraph {
  const find = (graph: RevisionGraph, path: string): MigrationEnvironment | undefined =>
    graph.environments.find((environment) => environment.path === path);
  const paths = new Set([...base.environments, ...after.environments].map((environment) => environment.path));
  const environments = [...paths].sort().flatMap((path) => {
    const tip = find(base, path);
    const fork = find(before, path);
    const head = find(after, path);
    if (head === undefined) return tip === undefined || fork !== undefined ? [] : [tip];
    return [mergeEnvironments(tip, fork, head)];
  });
  return { environments, unresolved: after.unresolved };
}

function mergeEnvironments(
  base: MigrationEnvironment | undefined,
  before: MigrationEnvironment | undefined,
  after: MigrationEnvironment,
): MigrationEnvironment {
  const revisions = new Map<string, Revision>();
  const duplicates: Revision[] = [...after.duplicates];
  const ids = new Set([...(base?.revisions.keys() ?? []), ...after.revisions.keys()]);
  for (const id of ids) {
    const tip = base?.revisions.get(id);
    const old = before?.revisions.get(id);
    const fresh = after.revisions.get(id);
    const merged = mergeRevision(tip, old, fresh);
    if (merged !== undefined) revisions.set(id, merged);
    // Both sides made a revision of this id, in different files.
    if (old === undefined && tip !== undefined && fresh !== undefined && tip.path !== fresh.path) {
      duplicates.push(fresh);
    }
  }
  return { ...after, heads: headsOf(revisions), revisions, duplicates };
}

/** The change's side where the change touched the revision, else the base tip's. */
function mergeRevision(
  base: Revision | undefined,
  before: Revision | undefined,
  after: Revision | undefined,
): Revision | undefined {
  if (after === undefined) return before === undefined ? base : undefined;
  if (before === undefined) return base ?? after;
  return isSame(before, after) ? base : after;
}

function isSame(a: Revision, b: Revision): boolean {
  return canonicalJson(headerOf(a)) === canonicalJson(headerOf(b)) && a.path === b.path;
}

/** What Alembic sees of a header. */
export function headerOf(revision: Revision): unknown {
  const { id, down, dependsOn, branchLabels } = revision;
  return {
    id,
    down: [...down].sort(),
    dependsOn: [...dependsOn].sort(),
    branchLabels: [...branchLabels].sort(),
  };
}
