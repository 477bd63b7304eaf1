import { statuses, type VerdictStatus } from "../verdict/status.ts";
import type { Finding } from "../rules/finding.ts";
import { writeSentence } from "../text/sentence.ts";
import { singleLine } from "../text/untrusted.ts";
import { count } from "../text/words.ts";
import type { Report } from "./report.ts";

/** One merged change as the gate would have seen it, or why it could not be evaluated. */
export type Replayed =
  | { readonly commit: string; readonly title: string; readonly report: Report }
  | { readonly commit: string; readonly title: string; readonly failure: string };

interface HeldFact {
  readonly rule: string;
  readonly subject: string;
  readonly message: string;
  readonly path: string;
  readonly line: number;
}

export interface BacktestSummary {
  readonly changes: readonly {
    readonly commit: string;
    readonly title: string;
    readonly verdict: VerdictStatus;
    readonly touchesDomain: boolean;
    /** Each fact that would have held the change. */
    readonly held: readonly HeldFact[];
    /** Everything that was said, advice included. */
    readonly findings: readonly (HeldFact & Pick<Finding, "severity" | "confidence" | "decides">)[];
    readonly reasons: readonly string[];
  }[];
  readonly rates: {
    readonly changes: number;
    readonly touchingDomain: number;
    readonly verdicts: Readonly<Record<VerdictStatus, number>>;
    /** Rule → number of changes that it would have held. */
    readonly rules: Readonly<Record<string, number>>;
  };
  /** YAML for `.github/coord-platform.yml`; empty when the defaults fit. */
  readonly suggestedConfiguration: string;
}

export function backtestSummary(replayed: readonly Replayed[]): BacktestSummary {
  const changes = replayed.map((one) => {
    if (!("report" in one)) {
      return {
        commit: one.commit,
        title: one.title,
        verdict: "not-evaluated" as const,
        touchesDomain: true,
        held: [],
        findings: [],
        reasons: [one.failure],
      };
    }
    const { report } = one;
    const { domains } = report;
    return {
      commit: one.commit,
      title: one.title,
      verdict: report.verdict.status,
      touchesDomain: domains.DBA.length + domains.BACKEND.length + domains.API.length > 0,
      held: report.findings.filter((finding) => finding.decides).map(heldFact),
      findings: report.findings.map((finding) => {
        const { severity, confidence, decides } = finding;
        return { ...heldFact(finding), severity, confidence, decides };
      }),
      reasons: report.verdict.status === "not-evaluated" ? report.verdict.reasons : [],
    };
  });
  const rules = new Map<string, number>();
  for (const change of changes) {
    for (const rule of new Set(change.held.map((fact) => fact.rule)))
      rules.set(rule, (rules.get(rule) ?? 0) + 1);
  }
  const touching = changes.filter((change) => change.touchesDomain).length;
  return {
    changes,
    rates: {
      changes: changes.length,
      touchingDomain: touching,
      verdicts: {
        pass: numberOf(changes, statuses[0]),
        "needs-acknowledgement": numberOf(changes, statuses[1]),
        blocked: numberOf(changes, statuses[2]),
        "not-evaluated": numberOf(changes, statuses[3]),
      },
      rules: Object.fromEntries([...rules].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1))),
    },
    suggestedConfiguration: suggest(rules, touching),
  };
}

function numberOf(changes: readonly { readonly verdict: VerdictStatus }[], status: VerdictStatus): number {
  return changes.filter((change) => change.verdict === status).length;
}

function heldFact(finding: Finding): HeldFact {
  const { rule, subject, message, where } = finding;
  return { rule, subject, message: writeSentence(message), path: where.path, line: where.line };
}

/** A rule that would have held more than one in ten of the changes is worth starting as a warning. */
function suggest(rules: ReadonlyMap<string, number>, touching: number): string {
  const frequent = [...rules]
    .filter(([rule, times]) => times > 2 && times * 10 > touching && !rule.startsWith("gate-"))
    .sort(([a], [b]) => (a < b ? -1 : 1));
  if (frequent.length === 0) return "";
  const lines = frequent.map(
    ([rule, times]) => `  ${rule}: warning   # would have held ${times} of ${touching} changes`,
  );
  return ["rules:", ...lines, ""].join("\n");
}

/** The summary for a person; Markdown that reads as text in a terminal. */
export function renderBacktest(summary: BacktestSummary): string {
  const { rates } = summary;
  const lines: string[] = [];
  for (const change of summary.changes) {
    if (change.verdict === "pass") continue;
    lines.push(`${change.commit.slice(0, 9)} ${change.verdict}: ${singleLine(change.title)}`);
    for (const fact of change.held)
      lines.push(`  - ${fact.rule}: ${singleLine(fact.message)} (${singleLine(fact.path)}:${fact.line})`);
    for (const reason of change.reasons) lines.push(`  - ${singleLine(reason)}`);
  }
  if (lines.length > 0) lines.push("");
  const { verdicts } = rates;
  lines.push(
    `${count(rates.changes, "change")}; ${rates.touchingDomain} ${rates.touchingDomain === 1 ? "touches" : "touch"} a domain.`,
    `pass ${verdicts.pass}, needs acknowledgement ${verdicts["needs-acknowledgement"]}, blocked ${verdicts.blocked}, not evaluated ${verdicts["not-evaluated"]}.`,
  );
  for (const [rule, times] of Object.entries(rates.rules)) lines.push(`  ${rule}: ${times}`);
  lines.push(
    "",
    summary.suggestedConfiguration === ""
      ? "Suggested configuration: none, the defaults fit."
      : `Suggested configuration (.github/coord-platform.yml):\n\n${summary.suggestedConfiguration}`,
  );
  return `${lines.join("\n").trimEnd()}\n`;
}
