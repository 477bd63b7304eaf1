import type { Escalation, NotAnalysed, Violation } from "../../escalation/escalation.ts";
import type { Finding } from "../../rules/finding.ts";
import { codeSpan, prose, sentence } from "../../text/untrusted.ts";
import { placeLink, type RepositoryUrl } from "../links.ts";
import type { Report } from "../report.ts";
import { unreadWords } from "../unread-words.ts";
import { capped, list } from "../../text/words.ts";
import { openEscalations } from "./headline.ts";

/** How much of each item is shown; identities are never left out. */
export type Detail = "full" | "brief" | "ids";

/** `### Fix`: what the author has to change, and the way out where the finding is wrong. */
export function fixSection(report: Report, repository: RepositoryUrl, detail: Detail): string | null {
  const open = report.violations.filter((violation) => violation.state === "open");
  if (open.length === 0) return null;
  if (detail === "ids") {
    return ["### Fix", open.map((violation) => `- ${codeSpan(violation.id)}`).join("\n")].join("\n\n");
  }
  const items = open.map((violation) => {
    const findings = findingsOf(report, violation.findings);
    const text = findings.map((finding) => statement(finding, report, repository)).join("\n\n");
    if (detail === "brief") return `${text} · ${codeSpan(violation.id)}`;
    const fixes = findings.map((finding) => prose(finding.fix)).join("\n\n");
    return [text, fixes].join("\n\n");
  });
  const exit = folded(
    "Not right?",
    `${exitBy(open)} comments, as the first line:\n\n${commands(
      "waive",
      open.map((violation) => violation.id),
    )}`,
  );
  return [
    "### Fix",
    ...items,
    detail === "full"
      ? exit
      : commands(
          "waive",
          open.map((violation) => violation.id),
        ),
  ].join("\n\n");
}

/** `### Make readable`: input that could hide a deciding fact. */
export function unreadSection(report: Report, repository: RepositoryUrl): string | null {
  const open = report.coverage.notAnalysed.filter((unread) => unread.decides && unread.state === "open");
  if (open.length === 0) return null;
  const items = open.map((unread) => `- ${unreadStatement(unread, report, repository)}`);
  return [
    "### Make readable",
    items.join("\n"),
    `Or an authority comments, as the first line:\n\n${commands("waive", [...new Set(open.map((unread) => unread.id))])}`,
  ].join("\n\n");
}

export function unreadStatement(unread: NotAnalysed, report: Report, repository: RepositoryUrl): string {
  const side = unread.side === "before" ? " on the base side" : "";
  return `${placeLink(unread, report, repository)} ${sentence(unreadWords(unread.reason))}${side}`;
}

/** `### Decide`: what only an ARCHITECT may accept, with the one line that accepts it. */
export function decideSection(report: Report, repository: RepositoryUrl, detail: Detail): string | null {
  const open = openEscalations(report);
  if (open.length === 0) return null;
  const ids = open.map((escalation) => escalation.id);
  if (detail === "ids") return ["### Decide", commands("ack", ids)].join("\n\n");
  const items = open.map((escalation, index) => decision(escalation, index + 1, report, repository, detail));
  const what = open.length === 1 ? "it" : open.length === 2 ? "both" : "all of them";
  return [
    "### Decide",
    ...items,
    `To accept ${what}, ${exitBy(open, "one")} comments, as the first line:`,
    commands("ack", ids),
    "Then re-run the job.",
  ].join("\n\n");
}

function decision(
  escalation: Escalation,
  number: number,
  report: Report,
  repository: RepositoryUrl,
  detail: Detail,
): string {
  const findings = findingsOf(report, escalation.findings);
  const head = findings.map((finding) => statement(finding, report, repository)).join("\n\n");
  const state =
    escalation.state === "open"
      ? ""
      : ` (${escalation.state}${escalation.by ? ` by ${codeSpan(escalation.by)}` : ""})`;
  const text = `**${number}.** ${head}${state}`;
  if (detail === "brief") return text;
  const fixes = findings.map((finding) => fixText(finding.fix)).join("\n\n");
  return `${text}\n\n${fixes}`;
}

/** Short advice stays in sight, code is folded. */
function fixText(fix: string): string {
  if (!fix.includes("```")) return `Green without asking: ${prose(fix)}`;
  return folded("The safe way", prose(fix));
}

/** One finding: what, where, and what it reaches. */
export function statement(finding: Finding, report: Report, repository: RepositoryUrl): string {
  const link = placeLink({ ...finding.where }, report, repository);
  const change =
    finding.before !== null && finding.after !== null
      ? ` Before ${codeSpan(finding.before)}, after ${codeSpan(finding.after)}.`
      : "";
  const { shown, more } = capped(finding.reaches, 6);
  const reaches =
    shown.length === 0 || finding.subject.includes(shown[0] ?? "")
      ? ""
      : ` Reaches ${list([...shown.map(codeSpan), ...(more > 0 ? [`${more} more`] : [])])}.`;
  return `${sentence(finding.message)}${change}${reaches} · ${link}`;
}

/** Lines to paste: at most 20 ids each, as the command allows. */
export function commands(verb: "ack" | "waive", ids: readonly string[]): string {
  const lines: string[] = [];
  for (let start = 0; start < ids.length; start += 20) {
    lines.push(`/coord-platform ${verb} ${ids.slice(start, start + 20).join(" ")} -- why`);
  }
  // One block a line: each is pasted as a comment of its own, and a block has a copy button.
  return lines.map((line) => `\`\`\`\n${line}\n\`\`\``).join("\n\n");
}

function exitBy(items: readonly (Escalation | Violation)[], fallback = "An authority"): string {
  const who = [...new Set(items.flatMap((item) => item.who))];
  if (who.length === 0 || who.length > 6) return fallback === "one" ? "an authority" : fallback;
  return list(who.map(codeSpan), "or");
}

function findingsOf(report: Report, ids: readonly string[]): readonly Finding[] {
  return report.findings.filter((finding) => ids.includes(finding.id));
}

/** `title` is our own text or already escaped. GitHub reads Markdown inside when an empty line follows. */
export function folded(title: string, content: string): string {
  return `<details><summary>${title}</summary>\n\n${content}\n\n</details>`;
}
