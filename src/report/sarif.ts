import type { Finding } from "../rules/finding.ts";
import type { Rule } from "../rules/rule.ts";
import type { Report } from "./report.ts";

/**
 * The findings as SARIF 2.1.0, for code scanning. It is a view, not the gate. Facts that are gone are placed at
 * the file where they stood; code scanning shows only files that the head has.
 */
export function renderSarif(report: Report, rules: readonly Rule[]): string {
  const used = rules.filter((rule) => report.findings.some((finding) => finding.rule === rule.id));
  const log = {
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
              help: { text: rule.fix },
              defaultConfiguration: { level: levels[rule.severity] },
              properties: { precision: precisions[rule.confidence] },
            })),
          },
        },
        results: report.findings.slice(0, 5000).map((finding) => result(finding, used)),
        columnKind: "utf16CodeUnits",
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const levels = { error: "error", warning: "warning", info: "note" } as const;
const precisions = { high: "very-high", medium: "medium", low: "low" } as const;

function result(finding: Finding, rules: readonly Rule[]) {
  const index = rules.findIndex((rule) => rule.id === finding.rule);
  return {
    ruleId: finding.rule,
    ...(index < 0 ? {} : { ruleIndex: index }),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: finding.where.path.split("/").map(encodeSegment).join("/") },
          region: {
            startLine: finding.where.line,
            endLine: Math.max(finding.where.line, finding.where.endLine),
          },
        },
      },
    ],
    partialFingerprints: { "coord-platform/v1": finding.id },
    ...(finding.accepted === null
      ? {}
      : { suppressions: [{ kind: "external", status: "accepted", justification: finding.accepted }] }),
  };
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed());
}
