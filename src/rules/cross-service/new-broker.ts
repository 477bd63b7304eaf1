import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { callerOf, isBrokerUsed } from "./known-hosts.ts";

export const newBroker = defineRule({
  id: "new-broker",
  trigger: "cross-service",
  domain: "BACKEND",
  severity: "error",
  confidence: "high",
  title: "The first use of a message broker",
  why: "A broker is a new way for services to depend on each other: delivery guarantees, ordering, retries and another system to run. That is a decision about the architecture.",
  fix: "Agree on the broker first; then an authority acknowledges it.",
  *check(context): Iterable<FindingDraft> {
    const seen = new Set<string>();
    for (const change of context.changes.outbound) {
      if (change.status !== "added" || change.after.kind !== "broker") continue;
      const client = change.after;
      if (client.confidence !== "high" || seen.has(client.package)) continue;
      seen.add(client.package);
      if (isBrokerUsed(client.package, context)) continue;
      yield {
        subject: `broker ${client.package}`,
        reaches: [],
        before: null,
        after: client.package,
        where: { ...client.where, side: "after" },
        message: say`${callerOf(client)} is the first code of this repository that uses the message broker ${client.package}`,
        fix: "Agree on the broker and acknowledge it.",
      };
    }
  },
});
