import type { Location, Log, Result } from "sarif";

import type { Finding } from "../rules/finding.ts";
import type { Rule } from "../rules/rule.ts";
import { writeSentence } from "../text/sentence.ts";
import { revealInvisible } from "../text/untrusted.ts";
import { unreadWords } from "./unread-words.ts";
import type { Report } from "./report.ts";

/** Code scanning takes this many results of a run. */
const mostResults = 5_000;

/**
 * The findings as SARIF 2.1.0, for code scanning. It is a view, not the gate. Facts that are gone are placed at
 * the file where they stood; code scanning shows only files that the head has.
 */
export function renderSarif(report: Report, rules: readonly Rule[]): string {
  const findings = report.findings.slice(0, mostResults);
  const named = new Set(findings.map((finding) => finding.rule));
  const used = rules.filter((rule) => named.has(rule.id));
  const indexes = new Map(used.map((rule, index) => [rule.id, index]));
  const answers = answersOf(report);
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: report.tool.name,
            version: report.tool.version,
            rules: used.map((rule) => ({
              id: rule.id,
              shortDescription: { text: rule.title },
              fullDescription: { text: rule.why },
              help: { text: rule.fix, markdown: rule.fix },
              defaultConfiguration: { level: levels[rule.severity] },
              properties: { precision: precisions[rule.confidence] },
            })),
          },
        },
        invocations: [
          {
            executionSuccessful: report.verdict.status !== "not-evaluated",
            toolExecutionNotifications: report.coverage.notAnalysed.map((unread) => ({
              level: unread.decides && unread.state === "open" ? "error" : "warning",
              message: {
                text: unlinked(`${unread.path} ${unreadWords(unread.reason)} (${unread.side} the change)`),
              },
              locations: [location(unread.path, unread.line, unread.line)],
            })),
          },
        ],
        results: findings.map((finding) =>
          result(finding, indexes.get(finding.rule), answers.get(finding.id)),
        ),
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const levels = { error: "error", warning: "warning", info: "note" } as const;
const precisions = { high: "very-high", medium: "medium", low: "low" } as const;

/** Findings that somebody accepted, and why. */
function answersOf(report: Report): ReadonlyMap<string, string> {
  const answers = new Map<string, string>();
  for (const item of [...report.escalations, ...report.violations]) {
    if (item.state !== "acknowledged" && item.state !== "waived") continue;
    const by = item.by === null ? "" : ` by ${item.by}`;
    for (const id of item.findings)
      answers.set(id, `${item.state}${by}: ${item.reason ?? "no reason given"}`);
  }
  for (const finding of report.findings) {
    if (finding.accepted !== null)
      answers.set(finding.id, `${finding.accepted} accepted in the configuration`);
  }
  return answers;
}

function result(finding: Finding, ruleIndex: number | undefined, answer: string | undefined): Result {
  return {
    ruleId: finding.rule,
    ...(ruleIndex === undefined ? {} : { ruleIndex }),
    level: levels[finding.severity],
    message: { text: unlinked(writeSentence(finding.message)) },
    locations: [location(finding.where.path, finding.where.line, finding.where.endLine)],
    partialFingerprints: { "coord-platform/v1": finding.id },
    ...(answer === undefined
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: answer }] }),
  };
}

/** A plain message may hold links (SARIF 2.1.0, section 3.11.6): text of the change makes none. */
function unlinked(text: string): string {
  return revealInvisible(text).replaceAll("](", "]\u200B(");
}

function location(path: string, line: number | null, endLine: number | null): Location {
  const uri = path.split("/").map(encodeSegment).join("/");
  const region =
    line === null
      ? {}
      : { region: { startLine: Math.max(1, line), endLine: Math.max(1, line, endLine ?? line) } };
  return { physicalLocation: { artifactLocation: { uri }, ...region } };
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}
