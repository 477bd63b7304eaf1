import { fingerprint } from "../text/canonical.ts";
import type { Finding, FindingDraft, FindingKind, Severity } from "./finding.ts";
import type { Rule, RuleContext } from "./rule.ts";

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };
const confidenceRank = { low: 0, medium: 1, high: 2 } as const;

/** Runs the rules and gives each finding its identity. Findings are ordered by severity, then rule, then subject. */
export function runRules(rules: readonly Rule[], context: RuleContext): readonly Finding[] {
  const findings: Finding[] = [];
  for (const rule of rules) {
    for (const draft of rule.check(context)) findings.push(identify(rule, draft, context));
  }
  return numberDuplicates(findings).sort(
    (a, b) =>
      rank[b.severity] - rank[a.severity] || compareText(a.rule, b.rule) || compareText(a.subject, b.subject),
  );
}

/** The identity of a fact is semantic: neither path, line, commit nor prose is in it (interface.md, JSON). */
export function findingId(fact: Pick<Finding, "rule" | "subject" | "before" | "after" | "reaches">): string {
  const { rule, subject, before, after } = fact;
  return fingerprint({ rule, subject, before, after, reaches: [...fact.reaches].sort() });
}

function identify(rule: Rule, draft: FindingDraft, context: RuleContext): Finding {
  const severity = overridden(rule, lower(rule.severity, draft.severity ?? rule.severity), context);
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
    severity: severity.severity,
    confidence,
    introduced: true,
    decides: !severity.off && severity.severity === "error" && confidence === "high",
    accepted: null,
    where: draft.where,
    message: draft.message,
    fix: draft.fix,
    source: "engine",
  };
}

function kindOf(rule: Rule): FindingKind {
  if (rule.constraint !== null) return "constraint";
  return rule.trigger !== null ? "trigger" : "advice";
}

function lower(most: Severity, wanted: Severity): Severity {
  return rank[wanted] < rank[most] ? wanted : most;
}

/** `rules:` in the configuration may set a severity, but not for what guards the gate itself. */
function overridden(
  rule: Rule,
  severity: Severity,
  context: RuleContext,
): { severity: Severity; off: boolean } {
  const override = rule.trigger === "gate-change" ? undefined : context.settings.rules[rule.id];
  if (override === undefined) return { severity, off: false };
  return override === "off" ? { severity: "info", off: true } : { severity: override, off: false };
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
