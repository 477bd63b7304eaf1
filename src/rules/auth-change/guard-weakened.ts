import { guardName } from "../../changes/contract/guards.ts";
import { say, type Sentence } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import {
  forceOf,
  guardMoves,
  lostAdministrator,
  nameOperations,
  names,
  type GuardMove,
} from "./guard-force.ts";

export const guardWeakened = defineRule({
  id: "guard-weakened",
  trigger: "auth-change",
  domain: "API",
  severity: "error",
  confidence: "high",
  title: "A guard asks for less than before",
  why: "An operation that needed a scope or a role can be called without it. Only lost scopes and lost administrators are certain: what the arguments of a guard mean is known to the guard alone, so that a change of them is shown and does not fail the check.",
  fix: "Ask for the scope or role again, or have it agreed who may call the operation now.",
  *check({ changes }): Iterable<FindingDraft> {
    for (const move of guardMoves(changes.guards)) {
      if (forceOf(move) !== "weakened") continue;
      const { before, after, what, certain } = describe(move);
      const where = move.change.after[0]?.where ?? move.change.where;
      yield {
        subject: `guard ${before}`,
        reaches: move.operations,
        before,
        after,
        where: { ...where, side: "after" },
        message: say`${nameOperations(move.operations)} ${what}`,
        fix: `Ask for \`${before}\` again, or have it agreed who may call it now.`,
        confidence: certain ? "high" : "medium",
      };
    }
  },
});

function describe(move: GuardMove): {
  before: string;
  after: string | null;
  what: Sentence;
  certain: boolean;
} {
  if (move.lostScopes.length > 0) {
    const lost = move.lostScopes.join(", ");
    const gained = move.newScopes.join(", ");
    return {
      before: lost,
      after: gained === "" ? null : gained,
      what: say`no longer asks for the scope \`${lost}\`${gained === "" ? "" : say`, but for \`${gained}\``}`,
      certain: gained === "",
    };
  }
  const old =
    move.altered.length > 0 ? move.altered.map(({ before }) => guardName(before)) : names(move.removed);
  const fresh =
    move.altered.length > 0 ? move.altered.map(({ after }) => guardName(after)) : names(move.added);
  const before = [...old].sort().join(", ");
  const after = [...fresh].sort().join(", ");
  return {
    before,
    after,
    what: say`is guarded by \`${after}\` instead of \`${before}\``,
    certain: lostAdministrator(move),
  };
}
