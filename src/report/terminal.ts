import { styleText } from "node:util";

import type { Finding } from "../rules/finding.ts";
import { revealInvisible, singleLine } from "../text/untrusted.ts";
import { capped, count, list, shortCommit } from "../text/words.ts";
import { decidedAlone } from "./decided-alone.ts";
import { summary, title } from "./markdown/headline.ts";
import { isQuiet, quietLine } from "./markdown/markdown.ts";
import { advice, informed, openItems } from "./open-items.ts";
import type { Report } from "./report.ts";
import { fixTogether, itemsTogether, otherNames, together, type ItemsTogether } from "./together.ts";
import { unreadWords } from "./unread-words.ts";
import { comparedIn, reachedBeside } from "./unsaid.ts";

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns to wrap at; at least 40. */
  readonly width: number;
}

/** The report for a person at a terminal: what to fix, what to decide, then what it rests on. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const page = new Page(options);
  heading(report, page);
  if (isQuiet(report)) {
    page.say(quietLine(report).trim().replaceAll("*", ""));
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

function heading(report: Report, page: Page): void {
  const { change } = report;
  if (change.title !== "") page.say(singleLine(change.title), { style: "bold" });
  if (change.head !== "") {
    page.say(
      `${shortCommit(singleLine(change.head))} against ${singleLine(change.base)}, ${count(change.files, "file")}, +${change.additions} -${change.deletions}`,
      { style: "dim" },
    );
  }
  page.gap();
  const said = isQuiet(report) ? [] : summary(report).map(fromMarkdown);
  page.say(title(report), { style: ["bold", colours[report.verdict.status]], after: said.join(" ") });
  page.gap();
}

function fixes(report: Report, page: Page): void {
  const { fix } = openItems(report);
  if (fix.length === 0) return;
  page.title("Fix");
  for (const one of itemsTogether(fix, report)) page.items(one);
}

function unread(report: Report, page: Page): void {
  const { unread: open } = openItems(report);
  if (open.length === 0) return;
  page.title("Make readable");
  for (const one of open) {
    const line = one.line === null ? "" : `:${one.line}`;
    page.say(`${singleLine(one.path)}${line} ${unreadWords(one.reason)}`, { indent: 2 });
    page.say(one.id, { indent: 4, style: "dim" });
    page.gap();
  }
}

function decisions(report: Report, page: Page): void {
  const { decide } = openItems(report);
  if (decide.length === 0) return;
  page.title("Decide");
  const statements = itemsTogether(decide, report);
  for (const [index, one] of statements.entries())
    page.items(one, statements.length === 1 ? "" : `${index + 1}. `);
}

/** How an authority lets it pass: on the pull request, since a terminal has no authorities. */
function exits(report: Report, page: Page): void {
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

function asides(report: Report, page: Page): void {
  for (const [name, findings] of [
    ["For information", informed(report)],
    ["Advice", advice(report)],
  ] as const) {
    if (findings.length === 0) continue;
    page.title(name);
    const { shown, more } = capped(together(findings), mostAsides);
    for (const { first, others } of shown) {
      page.say(`- ${sentenceOf(first)}${likewise(first, others)}`, { indent: 2, hanging: 2 });
      page.say(place(first), { indent: 4, style: "dim" });
    }
    if (more > 0) page.say(`and ${more} more (--format json)`, { indent: 2 });
    page.gap();
  }
}

/** What the report rests on: remarks of specialists, files read, what is not known. */
function rests(report: Report, page: Page): void {
  const deployed = report.specialists.filter(({ status }) => status !== "not-needed");
  for (const { name, remarks } of deployed) {
    if (remarks.length === 0) continue;
    page.title(name);
    for (const { text, where } of remarks) {
      page.say(`- ${singleLine(text)}`, { indent: 2, hanging: 2 });
      page.say(`${singleLine(where.path)}:${where.line}`, { indent: 4, style: "dim" });
    }
    page.gap();
  }
  page.list(report.notices);
  const alone = report.verdict.status === "pass" ? "" : decidedAlone(report);
  if (alone !== "") page.say(`Decided by COORD_PLATFORM: ${alone}.`, { style: "dim" });
  const reasons = new Map<string, string[]>();
  for (const { name, status, reason } of deployed) {
    const why = `${status.replace("-", " ")}${reason === null ? "" : ` (${singleLine(reason)})`}`;
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

function sentenceOf({ message }: Finding): string {
  return singleLine(message);
}

function place({ where }: Finding): string {
  return `${singleLine(where.path)}:${where.line}`;
}

const mostOthers = 12;

/** What the same is said of, too. */
function likewise(first: Finding, others: readonly Finding[]): string {
  const { shown, more } = capped(others, mostOthers);
  if (shown.length === 0) return "";
  const names = otherNames(first, others);
  const texts = shown.map(({ where }, index) => {
    const { name = "", detail = null } = names[index] ?? {};
    const beside = detail === null ? "" : `\`${singleLine(detail)}\`, `;
    return `\`${singleLine(name)}\` (${beside}line ${where.line})`;
  });
  return `; likewise ${list([...texts, ...(more > 0 ? [`${more} more`] : [])])}`;
}

/** What the message does not say: before and after, and the operations that are reached. */
function evidence(finding: Finding): readonly string[] {
  const compared = comparedIn(finding);
  const { shown, more } = capped(reachedBeside(finding), 5);
  return [
    ...(compared === null
      ? []
      : [`before: ${singleLine(compared.before)}`, `after:  ${singleLine(compared.after)}`]),
    ...(shown.length === 0
      ? []
      : [`reaches ${shown.map(singleLine).join(", ")}${more > 0 ? ` and ${more} more` : ""}`]),
  ];
}

/** Our own sentences, written for Markdown: escapes and zero-width characters mean nothing here. */
function fromMarkdown(text: string): string {
  return text
    .replaceAll("\u200B", "")
    .replace(/\\([\\`*_[\]<>#|~$!-])/g, "$1")
    .replaceAll("&amp;", "&");
}

interface Say {
  readonly indent?: number;
  /** Further columns that wrapped lines are moved in by. */
  readonly hanging?: number;
  readonly style?: Parameters<typeof styleText>[0];
  /** Unstyled text on the same lines. */
  readonly after?: string;
}

/** Lines of text, wrapped at spaces. */
class Page {
  readonly #lines: string[] = [];
  readonly #colour: boolean;
  readonly #width: number;

  constructor({ colour, width }: TerminalOptions) {
    this.#colour = colour;
    this.#width = Math.max(40, width);
  }

  say(text: string, { indent = 0, hanging = 0, style, after = "" }: Say = {}): void {
    const whole = after === "" ? text : `${text} ${after}`;
    const lines = wrap(whole, this.#width - indent, hanging);
    for (const [index, line] of lines.entries()) {
      const styled = after === "" ? line.length : index === 0 ? text.length : 0;
      const painted = this.#paint(style, line.slice(0, styled)) + line.slice(styled);
      this.#lines.push(line === "" ? "" : " ".repeat(indent) + painted);
    }
  }

  title(text: string): void {
    this.say(text, { style: "bold" });
  }

  gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== "") this.#lines.push("");
  }

  list(texts: readonly string[]): void {
    for (const text of texts) this.say(`- ${singleLine(text)}`, { hanging: 2 });
    if (texts.length > 0) this.gap();
  }

  /** The findings of one statement, how to fix them, and the ids that answer it. */
  items({ findings, items }: ItemsTogether, number = ""): void {
    const isOne = items.length > 1;
    const indent = 2 + Math.max(2, number.length);
    for (const [index, finding] of (isOne ? findings.slice(0, 1) : findings).entries()) {
      const others = isOne ? likewise(finding, findings.slice(1)) : "";
      this.say(`${number}${sentenceOf(finding)}${others}`, { indent: 2, hanging: number.length });
      const ids = index === 0 ? items.map(({ id }) => id).join(" ") : "";
      this.say(`${place(finding)}  ${ids}`.trimEnd(), { indent, style: "dim" });
      for (const line of evidence(finding)) this.say(line, { indent, hanging: 2 });
      if (!isOne) this.#fix(finding.fix, indent);
    }
    if (isOne) this.#fix(fixTogether(findings), indent);
    this.gap();
  }

  /** Prose is wrapped; code keeps its shape. */
  #fix(fix: string, indent: number): void {
    let inCode = false;
    for (const line of revealInvisible(fix).split("\n")) {
      if (line.startsWith("```")) inCode = !inCode;
      else if (inCode) this.#lines.push(" ".repeat(indent + 2) + line);
      else this.say(line, { indent });
    }
  }

  text(): string {
    return `${this.#lines.join("\n").trimEnd()}\n`;
  }

  #paint(style: Say["style"], text: string): string {
    return style === undefined || !this.#colour || text === ""
      ? text
      : styleText(style, text, { validateStream: false });
  }
}

/** Breaks at spaces, but not inside of code: `GET /users` stays on one line. */
function wrap(text: string, width: number, hanging: number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of words(text)) {
    const room = lines.length === 0 ? width : width - hanging;
    if (line !== "" && line.length + 1 + word.length > room) {
      lines.push((lines.length === 0 ? "" : " ".repeat(hanging)) + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  lines.push((lines.length === 0 ? "" : " ".repeat(hanging)) + line);
  return lines;
}

const longestCode = 60;

/** Words between spaces; a short piece of code between backticks counts as a part of one word. */
function words(text: string): readonly string[] {
  const result: string[] = [];
  let word = "";
  let codeStart = -1;
  for (const [index, character] of Array.from(text).entries()) {
    if (character === "`") codeStart = codeStart < 0 ? index : -1;
    if (character === " " && (codeStart < 0 || index - codeStart > longestCode)) {
      result.push(word);
      word = "";
    } else {
      word += character;
    }
  }
  return [...result, word];
}
