import type { Reversal } from "../../facts/database.ts";
import { codes, say, type Sentence } from "../../text/sentence.ts";
import { capped } from "../../text/words.ts";
import type { FindingDraft } from "../finding.ts";
import { revisionRule } from "./migration-rule.ts";
import type { Step } from "./step.ts";
import { stepsOf } from "./steps.ts";

export const downgradeRestoresNothing = revisionRule({
  id: "downgrade-restores-nothing",
  severity: "info",
  trigger: null,
  title: "What a revision takes away, its downgrade does not bring back",
  why: "When a release is rolled back, its code is put back at once, the database only as far as `downgrade` goes. An empty one moves Alembic's version back and leaves the table or column away: the old code fails on it, and the next upgrade fails on what is not there any more. One that raises at least says so, but then the way back is a backup.",
  fix: "Make the table or column again in `downgrade`, empty as it will be. Where there is no way back, let `downgrade` raise, and say in the pull request how a release with it is rolled back.",
  *check(context): Iterable<FindingDraft> {
    const byRevision = new Map<string, Step[]>();
    for (const step of stepsOf(context)) {
      const { revision } = step.body;
      if (revision === null || !takesAway(step)) continue;
      byRevision.set(revision, [...(byRevision.get(revision) ?? []), step]);
    }
    for (const [revision, steps] of byRevision) {
      const [first] = steps;
      const reversal = first?.body.reversal ?? "statements";
      if (first !== undefined && reversal !== "statements") yield draftOf(revision, first, steps, reversal);
    }
  },
});

/** Drops what was there before the change. */
function takesAway({ operation, existing, added, statement }: Step): boolean {
  const drops = operation.kind === "drop-table" || operation.kind === "drop-column";
  return drops && existing && added === null && statement.confidence !== "low";
}

const words: Readonly<Record<Exclude<Reversal, "statements">, string>> = {
  nothing: "its `downgrade` does nothing",
  refusal: "its `downgrade` only raises",
  missing: "it has no `downgrade`",
};

function draftOf(
  revision: string,
  first: Step,
  steps: readonly Step[],
  reversal: Exclude<Reversal, "statements">,
): FindingDraft {
  const names = [...new Set(steps.flatMap(({ operation }) => nameOf(operation)))].sort();
  const { shown, more } = capped(names, 3);
  const what: Sentence = more > 0 ? say`${codes(shown)} and ${more} more` : codes(shown, "and");
  return {
    subject: `revision ${revision}`,
    reaches: [],
    before: names.join(", "),
    after: reversal,
    where: { ...first.statement.where, side: "after" },
    message: say`\`${revision}\` takes away ${what}, and ${words[reversal]}`,
    fix:
      reversal === "refusal"
        ? "Nothing to do where that is meant: the way back is a backup then, and whoever rolls back has to know."
        : "Make it again in `downgrade`, empty as it will be, or let `downgrade` raise where there is no way back.",
  };
}

function nameOf(operation: Step["operation"]): readonly string[] {
  if (operation.kind === "drop-table") return [operation.table];
  return operation.kind === "drop-column" ? [`${operation.table}.${operation.column}`] : [];
}
