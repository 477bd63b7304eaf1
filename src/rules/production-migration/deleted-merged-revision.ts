import { fingerprint } from "../../text/canonical.ts";
import { codes, say, type Sentence } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { revisionRule } from "./migration-rule.ts";

export const deletedMergedRevision = revisionRule({
  id: "deleted-merged-revision",
  title: "A revision that was merged before is deleted",
  why: "Databases remember by its id which revision they are at. One that stands at a deleted revision can't be migrated any more: `Can't locate revision identified by …`.",
  fix: "Restore the revision and undo what it does in a new one. Where old revisions are merged into one, keep the id of the last and stamp the databases first.",
  *check({ changes }): Iterable<FindingDraft> {
    const removed = changes.revisions.filter((change) => change.status === "removed");
    const [first] = removed;
    if (first === undefined) return;
    const names = removed.map((change) => change.key);
    yield {
      subject: subjectOf(names),
      reaches: [],
      before: names.length > shown ? `${names.length} revisions (${fingerprint(names)})` : names.join(", "),
      after: null,
      where: { ...first.before.revision.where, side: "before" },
      message: say`${sentenceOf(names)} on the base branch already and ${names.length === 1 ? "is" : "are"} deleted: a database that stands there can't be migrated any more`,
      fix: 'Restore the files, and undo what they do in a new revision:\n```sh\nalembic revision -m "…"\n```',
    };
  },
});

/** More ids than this are counted. */
const shown = 3;

function subjectOf(names: readonly string[]): string {
  return names.length > shown
    ? `revisions ${names[0] ?? ""} and ${names.length - 1} more`
    : `revision ${names.join(", ")}`;
}

function sentenceOf(names: readonly string[]): Sentence {
  if (names.length === 1) return say`Revision ${codes(names)} is`;
  return names.length > shown
    ? say`Revisions ${codes(names.slice(0, shown))} and ${names.length - shown} more are`
    : say`Revisions ${codes(names, "and")} are`;
}
