import { styleText } from "node:util";

import type { Finding } from "../rules/finding.ts";
import { revealInvisible, singleLine } from "../text/untrusted.ts";
import { unreadWords } from "./unread-words.ts";
import type { Report } from "./report.ts";
import { quietLine, isQuiet } from "./markdown/markdown.ts";
import { count, shortCommit } from "../text/words.ts";

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns to wrap at; at least 40. */
  readonly width: number;
}

/** The report for a person at a terminal: what to fix, what to decide, then what it rests on. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const paint = (style: Parameters<typeof styleText>[0], text: string) =>
    options.colour ? styleText(style, text, { validateStream: false }) : text;
  const lines: string[] = [];
  const say = (text: string, indent = 0) => lines.push(...wrap(text, options.width, indent));
  const findings = new Map(report.findings.map((finding) => [finding.id, finding]));
  const show = (ids: readonly string[], label: string, id: string) => {
    for (const finding of ids.flatMap((one) => findings.get(one) ?? [])) {
      say(`${label}${plain(finding.message)}`, 2);
      for (const line of evidence(finding)) say(line, 4);
      for (const line of revealInvisible(finding.fix).split("\n")) {
        if (!line.startsWith("```"))
          lines.push(...(line === "" ? [""] : wrap(line.replaceAll("`", ""), options.width, 4, line)));
      }
    }
    lines.push(`    ${paint("dim", id)}`, "");
  };

  const { change } = report;
  say(paint("bold", `COORD_PLATFORM Report: ${singleLine(change.title)}`));
  say(
    `${shortCommit(change.head)} against ${singleLine(change.base)}, ${count(change.files, "file")}, +${change.additions} -${change.deletions}`,
  );
  lines.push("");
  const colours = {
    pass: "green",
    "needs-acknowledgement": "yellow",
    blocked: "red",
    "not-evaluated": "yellow",
  } as const;
  say(paint(["bold", colours[report.verdict.status]], verdictWords[report.verdict.status]));
  for (const reason of report.verdict.reasons) say(`- ${plain(reason)}`);
  for (const notice of report.notices) say(`- ${plain(notice)}`);
  lines.push("");

  if (isQuiet(report)) say(quietLine(report).trim().replaceAll("*", ""));
  const open = report.violations.filter((violation) => violation.state === "open");
  if (open.length > 0) say(paint("bold", "Fix"));
  for (const violation of open) show(violation.findings, "", violation.id);
  const unread = report.coverage.notAnalysed.filter((one) => one.decides && one.state === "open");
  if (unread.length > 0) say(paint("bold", "Make readable"));
  for (const one of unread) {
    say(`${singleLine(one.path)}${one.line === null ? "" : `:${one.line}`} ${unreadWords(one.reason)}`, 2);
    lines.push(`    ${paint("dim", one.id)}`, "");
  }
  const undecided = report.escalations.filter(
    (one) => one.state !== "acknowledged" && one.state !== "informed",
  );
  if (undecided.length > 0) say(paint("bold", "Decide"));
  undecided.forEach((escalation, index) => show(escalation.findings, `${index + 1}. `, escalation.id));

  const informed = report.escalations.filter((escalation) => escalation.state === "informed");
  if (informed.length > 0) {
    say(paint("bold", "For information"));
    for (const finding of informed.flatMap((one) => one.findings).flatMap((id) => findings.get(id) ?? [])) {
      say(`- ${plain(finding.message)} ${place(finding)}`, 2);
    }
    lines.push("");
  }
  const listed = new Set([...report.violations, ...report.escalations].flatMap((item) => item.findings));
  const advice = report.findings.filter((finding) => !listed.has(finding.id));
  if (advice.length > 0) {
    say(paint("bold", "Advice"));
    for (const finding of advice.slice(0, 20)) say(`- ${plain(finding.message)} ${place(finding)}`, 2);
    if (advice.length > 20) say(`and ${advice.length - 20} more (--format json)`, 2);
    lines.push("");
  }
  const specialists = report.specialists.filter((one) => one.status !== "not-needed");
  for (const specialist of specialists) {
    const reason = specialist.reason === null ? "" : `: ${plain(specialist.reason)}`;
    say(paint("dim", `${specialist.name} ${specialist.status}${reason}`));
  }
  say(paint("dim", `${report.coverage.analysed} of ${count(report.coverage.files, "file")} read`));
  return `${lines.join("\n").trimEnd()}\n`;
}

const verdictWords = {
  pass: "Pass",
  "needs-acknowledgement": "Needs acknowledgement",
  blocked: "Blocked",
  "not-evaluated": "Not evaluated",
} as const;

function evidence(finding: Finding): string[] {
  const lines = [place(finding)];
  if (finding.before !== null && finding.after !== null) {
    lines.push(`before: ${singleLine(finding.before)}`, `after:  ${singleLine(finding.after)}`);
  }
  if (finding.reaches.length > 0) {
    const more = finding.reaches.length > 5 ? ` and ${finding.reaches.length - 5} more` : "";
    lines.push(`reaches ${finding.reaches.slice(0, 5).map(singleLine).join(", ")}${more}`);
  }
  return lines;
}

function place(finding: Finding): string {
  return `${singleLine(finding.where.path)}:${finding.where.line}`;
}

function plain(text: string): string {
  return singleLine(text).replaceAll("`", "");
}

/** Wraps at spaces. Code lines (indented, or `source` given with leading spaces) keep their shape. */
function wrap(text: string, width: number, indent: number, source = text): string[] {
  const margin = " ".repeat(indent);
  if (source.startsWith(" ") || source.includes("\t")) return [margin + text];
  const room = Math.max(40, width) - indent;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push(margin + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push(margin + line);
  return lines;
}
