import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

export const poolSizeChanged = defineRule({
  id: "pool-size-changed",
  domain: "DBA",
  severity: "info",
  confidence: "high",
  title: "The connection pool is configured differently",
  why: "Every process opens up to `pool_size + max_overflow` connections; together they must stay below the server's `max_connections`. Too few, and requests wait for a connection.",
  fix: "Nothing to do if the sum over all processes fits the server.",
  *check({ changes }): Iterable<FindingDraft> {
    for (const change of changes.settings) {
      const fact = change.after ?? change.before;
      if (fact.category !== "pool" || change.before === null) continue;
      const before = change.before.value;
      const after = change.after?.value ?? null;
      yield {
        subject: `connection pool ${change.key}`,
        reaches: [],
        before,
        after,
        where: { ...fact.where, side: change.after === null ? "before" : "after" },
        message: say`\`${fact.name}\` changes from ${before} to ${after ?? "its default"}`,
        fix: "Check the sum of connections over all processes against the server's `max_connections`.",
      };
    }
  },
});
