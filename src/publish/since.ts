import { openIds } from "../report/open-items.ts";
import type { Report } from "../report/report.ts";
import { codeSpan } from "../text/untrusted.ts";
import { list, shortCommit } from "../text/words.ts";

/** What an earlier report of ours was about: its commit, and the ids that were open. A hint that decides nothing. */
export interface PreviousReport {
  readonly head: string;
  readonly ids: ReadonlySet<string>;
}

/** `Since \`1a2b3c4\`: 1 fixed, 1 answered, 1 new.` from the ids in the last report; null when nothing moved. */
export function sinceSentence(report: Report, previous: PreviousReport | null): string | null {
  if (previous === null) return null;
  const open = openIds(report);
  const known = new Set([
    ...[...report.violations, ...report.escalations].map(({ id }) => id),
    ...report.coverage.notAnalysed.map(({ id }) => id),
  ]);
  const closed = [...previous.ids].filter((id) => !open.has(id));
  const numbers = [
    [closed.filter((id) => !known.has(id)).length, "fixed"],
    [closed.filter((id) => known.has(id)).length, "answered"],
    [[...open].filter((id) => !previous.ids.has(id)).length, "new"],
  ] as const;
  const parts = numbers.filter(([number]) => number > 0).map(([number, word]) => `${number} ${word}`);
  return parts.length === 0 ? null : `Since ${codeSpan(shortCommit(previous.head))}: ${list(parts)}.`;
}

/** A report without its *Since* sentence, which depends on what was published before. */
export function withoutSince(text: string): string {
  return text.replace(
    / Since `[0-9a-f]{7}`: \d{1,6} (?:fixed|answered|new)(?:(?:, | and )\d{1,6} (?:fixed|answered|new)){0,2}\./,
    "",
  );
}
