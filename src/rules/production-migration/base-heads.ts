import { headsOf } from "../../facts/alembic/graph.ts";
import type { MigrationEnvironment, Revision } from "../../facts/database.ts";
import type { MigrationContext } from "./migration-context.ts";

/** The environment of the same path on one side of the change. */
export function environmentAt(
  path: string,
  environments: readonly MigrationEnvironment[],
): MigrationEnvironment | undefined {
  return environments.find((environment) => environment.path === path);
}

/** Revisions that the change adds to an environment. */
export function addedRevisions(merged: MigrationEnvironment, context: MigrationContext): readonly Revision[] {
  const before = environmentAt(merged.path, context.before.revisions.environments);
  const after = environmentAt(merged.path, context.after.revisions.environments);
  return [...(after?.revisions.values() ?? [])].filter(
    (revision) => before?.revisions.has(revision.id) !== true,
  );
}

/** Heads that the environment has on the base tip, without the change: what the merge gives less what the change did. */
export function baseHeads(merged: MigrationEnvironment, context: MigrationContext): readonly string[] {
  const before = environmentAt(merged.path, context.before.revisions.environments);
  const added = new Set(addedRevisions(merged, context).map((revision) => revision.id));
  const revisions = new Map<string, Revision>();
  for (const [id, revision] of merged.revisions) {
    if (!added.has(id)) revisions.set(id, before?.revisions.get(id) ?? revision);
  }
  for (const [id, revision] of before?.revisions ?? []) revisions.set(id, revision);
  return headsOf(revisions);
}
