import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { forceOf, guardMoves, nameOperations, names } from "./guard-force.ts";

export const guardChanged = defineRule({
  id: "guard-changed",
  trigger: "auth-change",
  domain: "API",
  severity: "error",
  confidence: "high",
  title: "A guard was exchanged or added, and the configuration wants to know",
  why: "With `auth.escalate: all`, an authority agrees to every change of who may call what, not only to one that lets more callers in.",
  fix: "Have it agreed, or set `auth.escalate: loosened` in the configuration.",
  *check({ changes, settings }): Iterable<FindingDraft> {
    if (settings.auth.escalate !== "all") return;
    for (const move of guardMoves(changes.guards)) {
      const force = forceOf(move);
      if (force === "removed" || force === "weakened") continue;
      const before = names(move.change.before).join(", ");
      const after = [...names(move.change.after), ...move.newScopes].join(", ");
      const where = move.added[0]?.where ?? move.change.where;
      yield {
        subject: `guard ${after}`,
        reaches: move.operations,
        before: before === "" ? null : before,
        after,
        where: { ...where, side: "after" },
        message: say`${nameOperations(move.operations)} is guarded by \`${after}\`${before === "" ? "" : say` instead of \`${before}\``}`,
        fix: "Have it agreed who may call it now.",
      };
    }
  },
});
