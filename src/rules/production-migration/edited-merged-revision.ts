import type { RevisionFact } from "../../changes/changes.ts";
import type { MigrationStatement } from "../../facts/database.ts";
import { canonicalJson, fingerprint } from "../../text/canonical.ts";
import { codes, say, type Sentence } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { revisionRule } from "./migration-rule.ts";
import { describeOperation } from "./describe-operation.ts";

export const editedMergedRevision = revisionRule({
  id: "edited-merged-revision",
  title: "A revision that was merged before is edited",
  why: "Databases that ran the revision will not run it again: from now on they differ from those that are made anew, and no later migration knows. A parent that moves changes what runs before it.",
  fix: "Restore the revision and put the difference into a new one.",
  *check({ changes }): Iterable<FindingDraft> {
    const deleted = new Set(
      changes.revisions.filter(({ status }) => status === "removed").map(({ key }) => key),
    );
    for (const change of changes.revisions) {
      if (change.status !== "modified") continue;
      const what = difference(change.before, change.after, deleted);
      yield {
        subject: `revision ${change.key}`,
        reaches: [],
        before: summary(change.before),
        after: summary(change.after),
        where: { ...change.after.revision.where, side: "after" },
        message: say`Revision \`${change.key}\` is on the base branch already and ${what.text}`,
        fix: 'Restore the file as it is on the base branch, and put the difference into a new revision:\n```sh\nalembic revision -m "…"\n```',
        ...(what.harmless ? { severity: "warning" as const } : {}),
      };
    }
  },
});

/** What databases that ran the revision miss; a downgrade they have still before them. */
function difference(
  before: RevisionFact,
  after: RevisionFact,
  deleted: ReadonlySet<string>,
): { readonly text: Sentence | string; readonly harmless: boolean } {
  const { revision: old } = before;
  const { revision: fresh } = after;
  const upgrade = (fact: RevisionFact): unknown => (fact.body?.upgrade ?? []).map(comparable);
  const doesTheSame = canonicalJson(upgrade(before)) === canonicalJson(upgrade(after));
  if (canonicalJson([...old.down].sort()) !== canonicalJson([...fresh.down].sort())) {
    const lost = old.down.filter((id) => !fresh.down.includes(id));
    return {
      text: say`gets another parent: ${parents(fresh.down)} instead of ${parents(old.down)}`,
      // The deletion of the parent is the cause, and decided as that.
      harmless: doesTheSame && lost.length > 0 && lost.every((id) => deleted.has(id)),
    };
  }
  if (!doesTheSame) {
    return { text: "its upgrade changes: databases that ran it will not run it again", harmless: false };
  }
  const downgrade = (fact: RevisionFact): unknown => (fact.body?.downgrade ?? []).map(comparable);
  if (canonicalJson(downgrade(before)) !== canonicalJson(downgrade(after))) {
    return { text: "its downgrade changes", harmless: true };
  }
  return { text: "its header changes", harmless: false };
}

function parents(down: readonly string[]): Sentence | string {
  return down.length === 0 ? "none" : codes(down);
}

function comparable({ operation, segment, detail }: MigrationStatement): unknown {
  return {
    operation: operation.kind === "alter-column" ? { ...operation, existingType: null } : operation,
    segment,
    detail,
  };
}

/** A few words for readers and a fingerprint of all of it for the identity. */
function summary({ revision, body }: RevisionFact): string {
  const words = (body?.upgrade ?? []).flatMap(({ operation }) => describeOperation(operation) ?? []);
  const all = {
    down: revision.down,
    upgrade: body?.upgrade.map(comparable),
    downgrade: body?.downgrade.map(comparable),
  };
  return `${words.slice(0, 3).join("; ") || "nothing"} (${fingerprint(all)})`;
}
