import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { wasReadable } from "../introduced.ts";
import { defineRule } from "../rule.ts";

export const queryInLoop = defineRule({
  id: "query-in-loop",
  domain: "BACKEND",
  severity: "warning",
  confidence: "high",
  title: "A query runs once for each element of a loop",
  why: "Each round waits for the database once: a hundred elements are a hundred round trips, and the time grows with the data.",
  fix: "Ask once for all elements (`where(Model.id.in_(ids))`, a join, `selectinload`) and look them up in the loop.",
  *check({ changes, changeSet, before }): Iterable<FindingDraft> {
    for (const change of changes.loopedQueries) {
      if (change.status !== "added") continue;
      const { callee, function: name, loop, where } = change.after;
      if (!wasReadable(where.path, changeSet, before)) continue;
      yield {
        subject: `${name} › ${callee}`,
        reaches: [],
        before: null,
        after: loop,
        where: { ...where, side: "after" },
        message: say`\`${name}\` runs \`${callee}\` once for each element of \`${loop}\``,
        fix: "Ask once for all elements with `in_(…)` or a join, before the loop.",
      };
    }
  },
});
