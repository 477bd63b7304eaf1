import type { Finding } from "../rules/finding.ts";
import type { Passage } from "../text/passage.ts";
import { enumerate, say, type Sentence } from "../text/sentence.ts";
import { capped, count, shortCommit } from "../text/words.ts";
import { decidedAlone } from "./decided-alone.ts";
import { summary, title } from "./headline.ts";
import { advice, informed, openItems } from "./open-items.ts";
import { isQuiet, quietSentence } from "./quiet.ts";
import type { Report } from "./report.ts";
import { TerminalPage, type TerminalOptions } from "./terminal-page.ts";
import { fixTogether, itemsTogether, otherNames, together, type ItemsTogether } from "./together.ts";
import { unreadWords } from "./unread-words.ts";
import { comparedIn, reachedBeside } from "./unsaid.ts";

/** The report for a person at a terminal: what to fix, what to decide, then what it rests on. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const page = new TerminalPage(options);
  heading(report, page);
  if (isQuiet(report)) {
    page.say(quietSentence(report));
    page.list(report.notices);
    return page.text();
  }
  fixes(report, page);
  unread(report, page);
  decisions(report, page);
  exits(report, page);
  asides(report, page);
  rests(report, page);
  return page.text();
}

const colours = {
  pass: "green",
  "needs-acknowledgement": "yellow",
  blocked: "red",
  "not-evaluated": "yellow",
} as const;

function heading(report: Report, page: TerminalPage): void {
  const { change } = report;
  if (change.title !== null && change.title !== "") page.say(change.title, { style: "bold" });
  if (change.head !== null && change.files !== null) {
    page.say(
      `${shortCommit(change.head)} against ${change.base}, ${count(change.files, "file")}, +${change.additions} -${change.deletions}`,
      { style: "dim" },
    );
  }
  page.gap();
  page.say(title(report), {
    style: ["bold", colours[report.verdict.status]],
    after: isQuiet(report) ? [] : summary(report),
  });
  page.gap();
}

function fixes(report: Report, page: TerminalPage): void {
  const { fix } = openItems(report);
  if (fix.length === 0) return;
  page.title("Fix");
  for (const one of itemsTogether(fix, report)) statement(one, page);
}

function unread(report: Report, page: TerminalPage): void {
  const { unread: open } = openItems(report);
  if (open.length === 0) return;
  page.title("Make readable");
  for (const one of open) {
    const line = one.line === null ? "" : `:${one.line}`;
    page.say(`${one.path}${line} ${unreadWords(one.reason)}`, { indent: 2 });
    page.say(one.id, { indent: 4, style: "dim" });
    page.gap();
  }
}

function decisions(report: Report, page: TerminalPage): void {
  const { decide } = openItems(report);
  if (decide.length === 0) return;
  page.title("Decide");
  const statements = itemsTogether(decide, report);
  for (const [index, one] of statements.entries())
    statement(one, page, statements.length === 1 ? "" : `${index + 1}. `);
}

/** How an authority lets it pass: on the pull request, since a terminal has no authorities. */
function exits(report: Report, page: TerminalPage): void {
  const { fix, decide, unread: open } = openItems(report);
  const commands = [
    ...(decide.length === 0 ? [] : ["/coord-platform ack ESC-… -- why"]),
    ...(fix.length + open.length === 0
      ? []
      : [`/coord-platform waive ${fix.length === 0 ? "UNK" : "CON"}-… -- why`]),
  ];
  if (commands.length === 0) return;
  page.say("An authority accepts it with a comment on the pull request:", { style: "dim" });
  for (const command of commands) page.say(command, { indent: 2, style: "dim" });
  page.gap();
}

const mostAsides = 20;

function asides(report: Report, page: TerminalPage): void {
  for (const [name, findings] of [
    ["For information", informed(report)],
    ["Advice", advice(report)],
  ] as const) {
    if (findings.length === 0) continue;
    page.title(name);
    const { shown, more } = capped(together(findings), mostAsides);
    for (const { first, others } of shown) {
      page.say(say`- ${first.message}${likewise(first, others)}`, { indent: 2, hanging: 2 });
      page.say(place(first), { indent: 4, style: "dim" });
    }
    if (more > 0) page.say(`and ${more} more (--format json)`, { indent: 2 });
    page.gap();
  }
}

/** What the report rests on: remarks of specialists, files read, what is not known. */
function rests(report: Report, page: TerminalPage): void {
  const deployed = report.specialists.filter(({ status }) => status !== "not-needed");
  for (const { name, remarks } of deployed) {
    if (remarks.length === 0) continue;
    page.title(name);
    for (const { text, where } of remarks) {
      page.say(`- ${text}`, { indent: 2, hanging: 2 });
      page.say(`${where.path}:${where.line}`, { indent: 4, style: "dim" });
    }
    page.gap();
  }
  page.list(report.notices);
  const alone = report.verdict.status === "pass" ? "" : decidedAlone(report);
  if (alone !== "") page.say(`Decided by COORD_PLATFORM: ${alone}.`, { style: "dim" });
  const reasons = new Map<string, string[]>();
  for (const { name, status, reason } of deployed) {
    const why = `${status.replace("-", " ")}${reason === null ? "" : ` (${reason})`}`;
    reasons.set(why, [...(reasons.get(why) ?? []), name]);
  }
  for (const [why, names] of reasons) {
    const who = names.length === deployed.length ? "Specialists" : names.join(", ");
    page.say(`${who}: ${why}.`, { style: "dim" });
  }
  const { analysed, files, unresolved } = report.coverage;
  const unknown = unresolved.length === 0 ? "" : `, ${count(unresolved.length, "place")} not known`;
  if (files > 0 && (report.verdict.status !== "pass" || unknown !== ""))
    page.say(`${analysed} of ${count(files, "file")} read${unknown}.`, { style: "dim" });
}

/** The findings of one statement, how to fix them, and the ids that answer it. */
function statement({ findings, items }: ItemsTogether, page: TerminalPage, number = ""): void {
  const isOne = items.length > 1;
  const indent = 2 + Math.max(2, number.length);
  for (const [index, finding] of (isOne ? findings.slice(0, 1) : findings).entries()) {
    const others = isOne ? likewise(finding, findings.slice(1)) : "";
    page.say(say`${number}${finding.message}${others}`, { indent: 2, hanging: number.length });
    const ids = index === 0 ? items.map(({ id }) => id).join(" ") : "";
    page.say(`${place(finding)}  ${ids}`.trimEnd(), { indent, style: "dim" });
    for (const line of evidence(finding)) page.say(line, { indent, hanging: 2 });
    if (!isOne) fixLines(finding.fix, page, indent);
  }
  if (isOne) fixLines(fixTogether(findings), page, indent);
  page.gap();
}

/** Prose is wrapped; code keeps its shape. */
function fixLines(fix: Passage, page: TerminalPage, indent: number): void {
  for (const block of fix) {
    if (block.kind === "code") page.code(block.text, indent + 2);
    else page.say(block.sentence, { indent });
  }
}

function place({ where }: Finding): string {
  return `${where.path}:${where.line}`;
}

const mostOthers = 12;

/** What the same is said of, too. */
function likewise(first: Finding, others: readonly Finding[]): Sentence | string {
  const { shown, more } = capped(others, mostOthers);
  if (shown.length === 0) return "";
  const names = otherNames(first, others);
  const texts = shown.map(({ where }, index) => {
    const { name = "", detail = null } = names[index] ?? {};
    const beside = detail === null ? "" : say`\`${detail}\`, `;
    return say`\`${name}\` (${beside}line ${where.line})`;
  });
  return say`; likewise ${enumerate([...texts, ...(more > 0 ? [say`${more} more`] : [])])}`;
}

/** What the message does not say: before and after, and the operations that are reached. */
function evidence(finding: Finding): readonly string[] {
  const compared = comparedIn(finding);
  const { shown, more } = capped(reachedBeside(finding), 5);
  return [
    ...(compared === null ? [] : [`before: ${compared.before}`, `after:  ${compared.after}`]),
    ...(shown.length === 0 ? [] : [`reaches ${shown.join(", ")}${more > 0 ? ` and ${more} more` : ""}`]),
  ];
}
