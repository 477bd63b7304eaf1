import type { OutboundClient } from "../../facts/code/code.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { type RuleContext, defineRule } from "../rule.ts";
import {
  callerOf,
  isBrokerUsed,
  isConfiguredHost,
  mentionsHost,
  organisationOf,
  someText,
} from "./known-hosts.ts";

export const newOutboundHost = defineRule({
  id: "new-outbound-host",
  trigger: "cross-service",
  domain: "BACKEND",
  severity: "error",
  confidence: "high",
  title: "The code calls a service that it has not called before",
  why: "A new dependency on another service brings its availability, its latency, its credentials and its contract with it. Whether to take it on is a decision about the architecture, not about a function.",
  fix: "Agree on the integration first; then an authority acknowledges it, or the host is listed under `services` in the configuration of the base branch.",
  *check(context): Iterable<FindingDraft> {
    const byHost = new Map<string, OutboundClient[]>();
    for (const change of context.changes.outbound) {
      if (change.status !== "added" || change.after.target === null) continue;
      const { target, kind } = change.after;
      // The first use of a broker is one decision, not two.
      if (kind === "broker" && !isBrokerUsed(change.after.package, context)) continue;
      byHost.set(target, [...(byHost.get(target) ?? []), change.after]);
    }
    for (const [host, clients] of byHost) {
      const [first] = clients;
      if (first === undefined || isKnown(host, context)) continue;
      const deciding = clients.find((client) => decides(client)) ?? first;
      const related = first.kind !== "cloud" && relative(host, context);
      yield {
        subject: first.kind === "cloud" ? `${first.package}:${host}` : host,
        reaches: [],
        before: null,
        after: [...new Set(clients.map((client) => client.package))].sort().join(", "),
        where: { ...deciding.where, side: "after" },
        message: say`${callerOf(deciding)} calls \`${host}\` with ${deciding.package}; nothing in the base names that host${
          related ? say`, though it knows \`${organisationOf(host)}\`` : ""
        }`,
        fix: `Agree on the integration and acknowledge it, or list \`${host}\` under \`services\` in the configuration.`,
        ...(decides(deciding) && !related ? {} : { severity: "warning", confidence: "medium" }),
      };
    }
  },
});

/** A literal host in the service's own code decides; scripts, stores and cloud services are told. */
function decides(client: OutboundClient): boolean {
  return client.confidence === "high" && client.kind !== "cloud" && client.kind !== "store";
}

function isKnown(host: string, context: RuleContext): boolean {
  if (isConfiguredHost(host, context.settings)) return true;
  const names = (text: string) => mentionsHost(text, host);
  return someText(context.changeSet.before, names) || someText(context.changeSet.base, names);
}

/** The base speaks of the same organisation: a further host of a service that is known. */
function relative(host: string, context: RuleContext): boolean {
  const organisation = organisationOf(host);
  if (organisation === host || !organisation.includes(".")) return false;
  return someText(context.changeSet.before, (text) => mentionsHost(text, organisation));
}
