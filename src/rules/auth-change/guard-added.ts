import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { forceOf, guardMoves, nameOperations, names } from "./guard-force.ts";

export const guardAdded = defineRule({
  id: "guard-added",
  trigger: "auth-change",
  domain: "API",
  severity: "info",
  confidence: "high",
  informs: true,
  title: "An operation got a guard",
  why: "Callers without credentials were answered and are refused now. A tightened guard never fails the check; the authority is told.",
  fix: "Nothing to fix. Tell callers who have no credentials yet.",
  *check({ changes }): Iterable<FindingDraft> {
    for (const move of guardMoves(changes.guards)) {
      if (forceOf(move) !== "added") continue;
      const added = [...names(move.added), ...move.newScopes].join(", ");
      const before = names(move.change.before).join(", ");
      const where = move.added[0]?.where ?? move.change.where;
      yield {
        subject: `guard ${added}`,
        reaches: move.operations,
        before: before === "" ? null : before,
        after: [...names(move.change.after), ...move.newScopes].join(", "),
        where: { ...where, side: "after" },
        message: say`${nameOperations(move.operations)} ${move.operations.length > 1 ? "are" : "is"} guarded by \`${added}\` now`,
        fix: "Nothing to fix. Tell callers who have no credentials yet.",
      };
    }
  },
});
