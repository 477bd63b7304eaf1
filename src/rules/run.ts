import { fingerprint } from "../text/canonical.ts";
import { readPassage } from "../text/passage.ts";
import type { Finding, FindingDraft, FindingKind, Severity } from "./finding.ts";
import type { RuleIds } from "../settings/configuration.ts";
import type { Rule, RuleContext } from "./rule.ts";

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };
const confidenceRank = { low: 0, medium: 1, high: 2 } as const;

/** A rule that needs no more than a part of the context. */
type RuleFor<Context> = Omit<Rule, "check"> & {
  readonly check: (context: Context, ruleIds: RuleIds) => Iterable<FindingDraft>;
};

/** Runs the rules and gives each finding its identity. Findings are ordered by severity, then rule, then subject. */
export function runRules<Context extends Pick<RuleContext, "settings">>(
  rules: readonly RuleFor<Context>[],
  context: Context,
): readonly Finding[] {
  const findings: Finding[] = [];
  const ruleIds = ruleIdsOf(rules);
  for (const rule of rules) {
    if (!isOn(rule, context.settings)) continue;
    for (const draft of rule.check(context, ruleIds)) findings.push(identify(rule, draft, context));
  }
  return numberDuplicates(findings).sort(
    (a, b) =>
      rank[b.severity] - rank[a.severity] || compareText(a.rule, b.rule) || compareText(a.subject, b.subject),
  );
}

/** A rule that is off by default runs where the configuration names a severity for it. */
function isOn({ id, offByDefault }: Omit<Rule, "check">, { rules }: RuleContext["settings"]): boolean {
  if (!offByDefault) return true;
  return Object.hasOwn(rules, id) && rules[id] !== "off";
}

/** Which rules the configuration may name, and which it may not touch. */
export function ruleIdsOf(rules: readonly Pick<Rule, "id" | "trigger">[]): RuleIds {
  const fixed = rules.filter(guardsTheGate);
  return {
    configurable: new Set(rules.filter((rule) => !fixed.includes(rule)).map((rule) => rule.id)),
    fixed: new Set(fixed.map((rule) => rule.id)),
  };
}

/** The identity of a fact is semantic: neither path, line, commit nor prose is in it (interface.md, JSON). */
export function findingId(fact: Pick<Finding, "rule" | "subject" | "before" | "after" | "reaches">): string {
  const { rule, subject, before, after } = fact;
  return fingerprint({ rule, subject, before, after, reaches: [...fact.reaches].sort() });
}

function identify(
  rule: Omit<Rule, "check">,
  draft: FindingDraft,
  context: Pick<RuleContext, "settings">,
): Finding {
  const severity = severityOf(rule, draft, context);
  const confidence =
    draft.confidence !== undefined && confidenceRank[draft.confidence] < confidenceRank[rule.confidence]
      ? draft.confidence
      : rule.confidence;
  const fact = {
    rule: rule.id,
    subject: draft.subject,
    reaches: [...draft.reaches].sort(),
    before: draft.before,
    after: draft.after,
  };
  return {
    id: findingId(fact),
    ...fact,
    kind: kindOf(rule),
    constraint: rule.constraint,
    trigger: rule.trigger,
    severity,
    confidence,
    introduced: true,
    decides:
      severity === "error" && confidence === "high" && (rule.constraint !== null || rule.trigger !== null),
    accepted: null,
    where: draft.where,
    message: draft.message,
    fix: typeof draft.fix === "string" ? readPassage(draft.fix) : draft.fix,
    source: "engine",
  };
}

function kindOf(rule: Omit<Rule, "check">): FindingKind {
  if (rule.constraint !== null) return "constraint";
  if (rule.trigger !== null) return "trigger";
  return rule.unknown ? "unknown" : "advice";
}

/**
 * `rules:` in the configuration sets how severe the rule is at worst, but not for what guards the gate itself.
 * What the rule lowered for this case stays lower.
 */
function severityOf(
  rule: Omit<Rule, "check">,
  draft: FindingDraft,
  context: Pick<RuleContext, "settings">,
): Severity {
  const override = guardsTheGate(rule) ? undefined : context.settings.rules[rule.id];
  const most = override === undefined ? rule.severity : override === "off" ? "info" : override;
  const lowered = draft.severity !== undefined && rank[draft.severity] < rank[rule.severity];
  return lowered && rank[draft.severity] < rank[most] ? draft.severity : most;
}

function guardsTheGate(rule: Pick<Rule, "trigger">): boolean {
  return rule.trigger === "gate-change";
}

/** Equal keys within a run get `#2`, `#3` in order of the source. */
function numberDuplicates(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  const ordered = [...findings].sort(
    (a, b) => compareText(a.where.path, b.where.path) || a.where.line - b.where.line,
  );
  return ordered.map((finding) => {
    const count = (seen.get(finding.id) ?? 0) + 1;
    seen.set(finding.id, count);
    if (count === 1) return finding;
    const numbered = { ...finding, subject: `${finding.subject} #${count}` };
    return { ...numbered, id: findingId(numbered) };
  });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
