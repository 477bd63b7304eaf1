import { codeSpan, sentence } from "../../text/untrusted.ts";
import type { Report } from "../report.ts";
import { count, list } from "../../text/words.ts";

/** The verdict as a GitHub alert. Its first sentence stands alone as text, for e-mails and phones. */
export function headline(report: Report, since: string | null): string {
  const kind = {
    pass: "TIP",
    "needs-acknowledgement": "IMPORTANT",
    blocked: "CAUTION",
    "not-evaluated": "WARNING",
  }[report.verdict.status];
  const lines = [`**${title(report)}** ${summary(report)}${since === null ? "" : ` ${since}`}`];
  const missing = specialistsNotice(report);
  if (missing !== null) lines.push(missing);
  for (const notice of report.notices) lines.push(sentence(notice));
  return [`> [!${kind}]`, ...lines.map((line) => `> ${line}`)]
    .join("\n>\n")
    .replace(`> [!${kind}]\n>\n`, `> [!${kind}]\n`);
}

/** `Blocked.`, as the comment, the summary and the terminal begin. */
export function title(report: Report): string {
  const titles = {
    pass: "Pass.",
    "needs-acknowledgement": "Needs acknowledgement.",
    blocked: "Blocked.",
    "not-evaluated": "Not evaluated.",
  } as const;
  return titles[report.verdict.status];
}

/** What has to be done, or why nothing has to; Markdown. */
export function summary(report: Report): string {
  const open = openItems(report);
  const parts: string[] = [];
  if (open.fix > 0) parts.push(`${count(open.fix, "thing")} to fix`);
  if (open.unread > 0) parts.push(`${count(open.unread, "file")} to make readable`);
  if (open.decide > 0)
    parts.push(
      `${parts.length === 0 ? count(open.decide, "decision") : open.decide} for an ARCHITECT${namedAuthorities(report)}`,
    );
  if (report.verdict.status === "not-evaluated" && parts.length === 0) {
    return report.verdict.reasons.map(sentence).join(" ");
  }
  if (parts.length > 0) return `${list(parts)}.`;
  return passSummary(report);
}

export function openItems(report: Report): {
  readonly fix: number;
  readonly decide: number;
  readonly unread: number;
} {
  return {
    fix: report.violations.filter((violation) => violation.state === "open").length,
    decide: openEscalations(report).length,
    unread: report.coverage.notAnalysed.filter((unread) => unread.decides && unread.state === "open").length,
  };
}

export function openEscalations(report: Report): Report["escalations"] {
  return report.escalations.filter(
    (escalation) => escalation.state !== "acknowledged" && escalation.state !== "informed",
  );
}

function namedAuthorities(report: Report): string {
  const who = new Set(openEscalations(report).flatMap((escalation) => escalation.who));
  if (who.size === 0 || who.size > 4) return "";
  return ` (${list([...who].map(codeSpan), "or")})`;
}

function passSummary(report: Report): string {
  const answered = [...report.escalations, ...report.violations].filter(
    (item) => item.state === "acknowledged" || item.state === "waived",
  );
  const facts = decidedAlone(report);
  const parts: string[] = [];
  if (answered.length > 0) {
    const first = answered[0];
    const names = [...new Set(answered.flatMap((item) => item.by ?? []))].map(codeSpan);
    const reason = first?.reason ? `: “${sentence(first.reason)}”` : "";
    const date = first?.at ? ` (${first.at})` : "";
    parts.push(
      `${count(answered.length, "decision")} accepted by ${list(names) || "the configuration"}${reason}${date}.`,
    );
  }
  if (facts !== "") parts.push(`Decided by COORD_PLATFORM: ${facts}.`);
  if (parts.length === 0) parts.push("Nothing to fix and nothing to decide.");
  parts.push(`${report.coverage.analysed} of ${count(report.coverage.files, "file")} read.`);
  return parts.join(" ");
}

/** `1 new operation, 2 changed columns`: what changed without anyone having to agree. */
export function decidedAlone(report: Report): string {
  const groups: readonly [string, string, readonly { readonly status: string }[]][] = [
    ["operation", "operations", report.changes.endpoints],
    ["schema", "schemas", report.changes.schemas],
    ["table", "tables", report.changes.tables],
    ["column", "columns", report.changes.columns],
    ["migration", "migrations", report.changes.migrations],
    ["index", "indexes", report.changes.indexes],
  ];
  const words = { added: "new", removed: "removed", modified: "changed" } as const;
  return groups
    .flatMap(([singular, plural, changes]) =>
      (["added", "removed", "modified"] as const).flatMap((status) => {
        const number = changes.filter((change) => change.status === status).length;
        return number === 0 ? [] : [`${number} ${words[status]} ${number === 1 ? singular : plural}`];
      }),
    )
    .join(", ");
}

/** Specialists that were needed and did not run must never read as "no findings". */
function specialistsNotice(report: Report): string | null {
  const missing = report.specialists.filter(
    (specialist) => specialist.status === "not-run" || specialist.status === "failed",
  );
  if (missing.length === 0) return null;
  const reasons = [...new Set(missing.map((specialist) => specialist.reason ?? "no reason given"))];
  const done = report.specialists.filter((specialist) => specialist.status === "completed").length;
  const who = done === 0 ? "Specialists: not run" : `${list(missing.map((one) => one.name))} did not run`;
  return `${who} (${reasons.map(sentence).join("; ")}). The facts and the verdict are the engine's.`;
}
