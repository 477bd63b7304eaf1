import { siblings } from "../domains/domain.ts";
import { count } from "../text/words.ts";
import type { Report } from "./report.ts";

/** The one sentence about a change that touches no domain. */
export function quietSentence(report: Report): string {
  const { handoff, none } = report.domains;
  const parts = siblings.flatMap((sibling, index) => {
    const files = handoff[sibling].length;
    const first = siblings.slice(0, index).every((other) => handoff[other].length === 0);
    return files === 0 ? [] : [`${first ? count(files, "file") : files} for ${sibling}`];
  });
  if (none.length > 0) parts.push(count(none.length, "other file"));
  return `No backend, database or API change: ${parts.join(", ") || "no files"}.`;
}

/** Nothing touched, nothing escalated, nothing wrong: no comment is due. */
export function isQuiet(report: Report): boolean {
  const { domains } = report;
  return (
    report.verdict.status === "pass" &&
    domains.DBA.length + domains.BACKEND.length + domains.API.length === 0 &&
    report.escalations.length === 0 &&
    report.violations.length === 0
  );
}
