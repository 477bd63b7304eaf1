import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { confidenceIn, forceOf, guardMoves, nameOperations, names } from "./guard-force.ts";

export const guardRemoved = defineRule({
  id: "guard-removed",
  trigger: "auth-change",
  domain: "API",
  severity: "error",
  confidence: "high",
  title: "An operation lost a guard",
  why: "A guard is a dependency that can refuse a request: authentication, a scope, a role. Without it, whoever it refused gets in. No test fails, and the document hardly changes.",
  fix: "Put the guard back where it was: on the parameter, the decorator, the router or `include_router`.",
  *check({ changes }): Iterable<FindingDraft> {
    for (const move of guardMoves(changes.guards)) {
      if (forceOf(move) !== "removed") continue;
      const [first] = move.removed;
      if (first === undefined) continue;
      const removed = names(move.removed).join(", ");
      const left = names(move.change.after).join(", ");
      yield {
        subject: `guard ${removed}`,
        reaches: move.operations,
        before: names(move.change.before).join(", "),
        after: left === "" ? null : left,
        where: { ...first.where, side: "before" },
        message: say`${nameOperations(move.operations)} lost the guard \`${removed}\`${
          left === "" ? " and has none left" : say`; \`${left}\` stays`
        }`,
        fix: `Put \`${removed}\` back where it was, or have it agreed that the operation is open.`,
        confidence: confidenceIn(move.removed),
      };
    }
  },
});
