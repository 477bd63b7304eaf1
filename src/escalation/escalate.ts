import type { Finding } from "../rules/finding.ts";
import type { Rule } from "../rules/rule.ts";
import { architect, type Constraint, type Trigger } from "../settings/mandate.ts";
import type { Accepted, Settings } from "../settings/settings.ts";
import type { Escalation, Violation } from "./escalation.ts";
import { escalationId, violationId } from "./identities.ts";

export interface Escalated {
  /** The findings again; those with a standing exception no longer decide. */
  readonly findings: readonly Finding[];
  readonly escalations: readonly Escalation[];
  readonly violations: readonly Violation[];
  /** Exceptions that covered a finding of this change and have expired. */
  readonly notices: readonly string[];
}

/**
 * What the findings ask of people (interface.md, "From findings to verdict"): one finding is one escalation or one
 * violation, never both. `baseDate` is the committer date of the base tip, `YYYY-MM-DD`.
 */
export function escalate(
  findings: readonly Finding[],
  rules: readonly Rule[],
  settings: Settings,
  baseDate: string,
): Escalated {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const exceptions = new Map(settings.accepted.map((entry) => [entry.id, entry]));
  const notices: string[] = [];
  const judged = findings.map((finding) => {
    const red = redOf(finding);
    const exception = red === null ? undefined : exceptions.get(red.id);
    if (red === null || exception === undefined) return finding;
    if (hasExpired(exception, baseDate)) {
      notices.push(
        `The exception \`${red.id}\` of \`${exception.owner}\` expired on ${exception.expires ?? ""}.`,
      );
      return finding;
    }
    return { ...finding, decides: false, accepted: red.id };
  });
  return {
    findings: judged,
    escalations: judged.flatMap((finding) => escalationOf(finding, byId.get(finding.rule), settings)),
    violations: judged.flatMap((finding) => violationOf(finding, settings)),
    notices,
  };
}

/** The authorities that answer for a trigger or constraint; ARCHITECT where no route says otherwise. */
export function routeOf(to: Trigger | Constraint, settings: Settings): readonly string[] {
  return settings.escalation.routes[to] ?? [architect];
}

type Red =
  | { readonly kind: "violation"; readonly id: string; readonly constraint: Constraint }
  | { readonly kind: "escalation"; readonly id: string; readonly trigger: Trigger };

/** One fact, one red: a constraint comes before a trigger, but for a break without a versioning strategy. */
function redOf(finding: Finding): Red | null {
  const { constraint, trigger } = finding;
  if (!finding.decides) return null;
  const recordedException = constraint === "versioned-breaking-changes" && trigger === "breaking-api-change";
  if (constraint !== null && !recordedException)
    return { kind: "violation", id: violationId(finding, constraint), constraint };
  return trigger === null ? null : { kind: "escalation", id: escalationId(finding, trigger), trigger };
}

function escalationOf(finding: Finding, rule: Rule | undefined, settings: Settings): readonly Escalation[] {
  const red = redOf(finding);
  const { trigger } = finding;
  if (red?.kind === "violation" || trigger === null) return [];
  if (red === null && !informs(finding, rule, settings)) return [];
  return [
    {
      id: escalationId(finding, trigger),
      trigger,
      findings: [finding.id],
      authority: routeOf(trigger, settings).join(" or "),
      who: [],
      state: red === null ? "informed" : "open",
      by: null,
      reason: null,
      at: null,
      url: null,
    },
  ];
}

/**
 * Whether a fact that does not decide is told to the authority: its rule informs by itself, or would decide and was
 * lowered for this case or by the configuration. Advice and what only seems to be (confidence) is not.
 */
function informs(finding: Finding, rule: Rule | undefined, settings: Settings): boolean {
  if (rule === undefined || !finding.introduced || finding.source !== "engine") return false;
  if (finding.accepted !== null || finding.severity === "error") return false;
  if (settings.rules[rule.id] === "off" && rule.trigger !== "gate-change") return false;
  return rule.informs || rule.severity === "error";
}

function violationOf(finding: Finding, settings: Settings): readonly Violation[] {
  const red = redOf(finding);
  if (red?.kind !== "violation") return [];
  return [
    {
      id: red.id,
      constraint: red.constraint,
      findings: [finding.id],
      authority: routeOf(red.constraint, settings).join(" or "),
      who: [],
      state: "open",
      by: null,
      reason: null,
      at: null,
      url: null,
    },
  ];
}

/** The day itself is still covered. */
function hasExpired(exception: Accepted, baseDate: string): boolean {
  return exception.expires !== null && exception.expires < baseDate;
}
