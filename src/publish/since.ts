import type { Report } from "../report/report.ts";
import { codeSpan } from "../text/untrusted.ts";
import { list, shortCommit } from "../text/words.ts";

/** `Since \`1a2b3c4\`: 1 fixed, 1 new.` from the ids in the last report; null when nothing moved. */
export function sinceSentence(
  report: Report,
  previous: { readonly head: string; readonly ids: ReadonlySet<string> } | null,
): string | null {
  if (previous === null) return null;
  const now = new Set([
    ...report.violations.filter((violation) => violation.state === "open").map((violation) => violation.id),
    ...report.escalations
      .filter((one) => one.state !== "acknowledged" && one.state !== "informed")
      .map((one) => one.id),
    ...report.coverage.notAnalysed.filter((one) => one.decides && one.state === "open").map((one) => one.id),
  ]);
  const fixed = [...previous.ids].filter((id) => !now.has(id)).length;
  const fresh = [...now].filter((id) => !previous.ids.has(id)).length;
  const parts = [
    ...(fixed > 0 ? [`${fixed} fixed or answered`] : []),
    ...(fresh > 0 ? [`${fresh} new`] : []),
  ];
  return parts.length === 0 ? null : `Since ${codeSpan(shortCommit(previous.head))}: ${list(parts)}.`;
}
