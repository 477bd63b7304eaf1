import type { Report } from "./report.ts";

/** The report as JSON: keys in the order of interface.md, two spaces, one newline at the end. */
export function renderJson(report: Report): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}
