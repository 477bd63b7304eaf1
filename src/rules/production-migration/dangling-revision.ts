import { ancestorsOf, hasCircle } from "../../facts/alembic/graph.ts";
import type { MigrationEnvironment, Revision } from "../../facts/database.ts";
import { codes, say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import type { MigrationContext } from "./migration-context.ts";
import { revisionRule } from "./migration-rule.ts";
import { addedRevisions, environmentAt } from "./base-heads.ts";

export const danglingRevision = revisionRule({
  id: "dangling-revision",
  title: "A revision's parent does not exist",
  why: "Alembic reads the whole graph before it does anything: one `down_revision` or `depends_on` that names an unknown revision, or a circle, and every command fails.",
  fix: "Name the head of the base branch as the parent: `alembic heads` prints it.",
  *check(context): Iterable<FindingDraft> {
    for (const environment of context.mergedRevisions.environments) {
      const added = new Set(addedRevisions(environment, context).map((revision) => revision.id));
      const circular = hasCircle(environment);
      for (const revision of environment.revisions.values()) {
        const missing = missingParents(revision, environment);
        if (missing.length > 0 && !stoodBefore(revision, missing, environment, context)) {
          yield draftOf(revision, missing, environment, context);
        } else if (circular && added.has(revision.id) && isInCircle(revision, environment)) {
          yield circle(revision);
        }
      }
    }
  },
});

/** Ids that the environment does not have; `depends_on` may also name a branch label, or a revision of another place by prefix. */
function missingParents(revision: Revision, environment: MigrationEnvironment): readonly string[] {
  const down = revision.down.filter((id) => !environment.revisions.has(id));
  const depends = revision.dependsOn.filter(
    (name) =>
      !environment.revisions.has(name) &&
      ![...environment.revisions.values()].some((other) => other.branchLabels.includes(name)),
  );
  return [...down, ...depends];
}

/** It dangled on the merge base already. */
function stoodBefore(
  revision: Revision,
  missing: readonly string[],
  environment: MigrationEnvironment,
  context: MigrationContext,
): boolean {
  const before = environmentAt(environment.path, context.before.revisions.environments);
  const old = before?.revisions.get(revision.id);
  if (old === undefined || before === undefined) {
    const isAdded = environmentAt(environment.path, context.after.revisions.environments)?.revisions.has(
      revision.id,
    );
    return isAdded !== true;
  }
  return missing.every((id) => missingParents(old, before).includes(id));
}

function draftOf(
  revision: Revision,
  missing: readonly string[],
  environment: MigrationEnvironment,
  context: MigrationContext,
): FindingDraft {
  const names = codes(missing);
  const head = environment.heads.find((id) => id !== revision.id);
  const elsewhere = context.mergedRevisions.environments.some(
    (other) => other !== environment && missing.some((id) => other.revisions.has(id)),
  );
  return {
    subject: `revision ${revision.id}`,
    reaches: [],
    before: null,
    after: `parent ${missing.join(", ")}`,
    where: { ...revision.where, side: "after" },
    message: say`Revision \`${revision.id}\` follows ${names}, which does not exist${elsewhere ? " in this environment" : ""}: every Alembic command fails`,
    fix: `Name a parent that exists:\n\`\`\`python\ndown_revision = ${JSON.stringify(head ?? "…")}\n\`\`\``,
    ...(context.after.revisions.unresolved.length > 0 ? { confidence: "medium" as const } : {}),
  };
}

/** A revision that is reached by following its own parents. */
function isInCircle(revision: Revision, environment: MigrationEnvironment): boolean {
  return revision.down.some((id) => id === revision.id || ancestorsOf(id, environment).has(revision.id));
}

function circle(revision: Revision): FindingDraft {
  return {
    subject: `revision ${revision.id}`,
    reaches: [],
    before: null,
    after: "circle",
    where: { ...revision.where, side: "after" },
    message: say`Revision \`${revision.id}\` comes before itself: its parents lead back to it, and every Alembic command fails`,
    fix: "Name the head of the base branch as the parent.",
  };
}
