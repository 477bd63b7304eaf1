import type { Finding } from "../rules/finding.ts";
import type { Report } from "../report/report.ts";
import { plainText } from "../text/sentence.ts";

/** An annotation on a line of the head. */
export interface Annotation {
  readonly level: "error" | "warning" | "notice";
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
  readonly title: string;
  readonly message: string;
}

/** GitHub shows ten annotations of a level and step; we show ten in all, the deciding ones first. */
const most = 10;

/** What stands on a line of the head and has to be fixed, decided or considered; the most important ones. */
export function annotations(report: Report): readonly Annotation[] {
  const answered = new Set([
    ...report.escalations
      .filter((one) => one.state === "acknowledged" || one.state === "informed")
      .flatMap((one) => one.findings),
    ...report.violations.filter((one) => one.state === "waived").flatMap((one) => one.findings),
  ]);
  const open = report.findings.filter((finding) => !answered.has(finding.id) && finding.accepted === null);
  const ordered = [
    ...open.filter((finding) => finding.decides),
    ...open.filter((finding) => !finding.decides && finding.severity !== "info"),
  ];
  const shown = ordered.filter((finding) => finding.where.side === "after").slice(0, most);
  const more = ordered.length - shown.length;
  return shown.map((finding, index) =>
    annotation(finding, index === shown.length - 1 && more > 0 ? more : 0),
  );
}

function annotation(finding: Finding, more: number): Annotation {
  const note = more === 0 ? "" : ` (${more} more in the report)`;
  return {
    level: finding.decides ? "error" : finding.severity === "info" ? "notice" : "warning",
    path: finding.where.path,
    line: finding.where.line,
    endLine: Math.max(finding.where.line, finding.where.endLine),
    title: finding.rule,
    message: `${plainText(finding.message)}${note}`,
  };
}
