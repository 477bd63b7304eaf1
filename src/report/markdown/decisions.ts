import type { Escalation, NotAnalysed, Violation } from "../../escalation/escalation.ts";
import type { Finding } from "../../rules/finding.ts";
import { codeSpan, prose, sentence } from "../../text/untrusted.ts";
import { capped, count, list } from "../../text/words.ts";
import { placeLink, type RepositoryUrl } from "../links.ts";
import { openItems } from "../open-items.ts";
import type { Report } from "../report.ts";
import { fixTogether, itemsTogether } from "../together.ts";
import { unreadWords } from "../unread-words.ts";
import { folded } from "./folded.ts";
import { statement } from "./statement.ts";

/** How much of each section is shown; identities are never left out. */
export interface Detail {
  /** Most items of a section that are described. */
  readonly items: number;
  /** Whether the ways to fix them are shown. */
  readonly fixes: boolean;
}

/** `### Fix`: what the author has to change, and the way out where a finding is wrong. */
export function fixSection(report: Report, repository: RepositoryUrl, detail: Detail): string | null {
  const { fix } = openItems(report);
  if (fix.length === 0) return null;
  const { blocks, ids } = items(fix, report, repository, detail, "");
  const exit = `${exitBy(fix, "An authority")} comments this as the first line; then re-run the job:\n\n${commands("waive", ids)}`;
  return ["### Fix", ...blocks, detail.fixes ? folded("Not right?", exit) : `Not right? ${exit}`].join(
    "\n\n",
  );
}

/** `### Make readable`: input that could hide a deciding fact. */
export function unreadSection(report: Report, repository: RepositoryUrl, detail: Detail): string | null {
  const { unread } = openItems(report);
  if (unread.length === 0) return null;
  const { shown, more } = capped(unread, detail.items);
  const lines = shown.map((one) => `- ${unreadStatement(one, report, repository)}`);
  if (more > 0) lines.push(`- ${elsewhere(shown.length, more)}`);
  return [
    "### Make readable",
    lines.join("\n"),
    `Or an authority comments this as the first line; then re-run the job:`,
    commands(
      "waive",
      unread.map(({ id }) => id),
    ),
  ].join("\n\n");
}

export function unreadStatement(unread: NotAnalysed, report: Report, repository: RepositoryUrl): string {
  const side = unread.side === "before" ? " on the base side" : "";
  return `${placeLink(unread, report, repository)} ${sentence(unreadWords(unread.reason))}${side}`;
}

/** `### Decide`: what only an ARCHITECT may accept, with the one line that accepts it. */
export function decideSection(report: Report, repository: RepositoryUrl, detail: Detail): string | null {
  const { decide } = openItems(report);
  if (decide.length === 0) return null;
  const { blocks, ids, statements } = items(decide, report, repository, detail, "Green without asking: ");
  const order = decide.length > 1 && detail.items > 0 ? " (ids in the order above)" : "";
  const what = statements === 1 ? "it" : statements === 2 ? "both" : `all ${statements}`;
  return [
    "### Decide",
    ...blocks,
    `To accept ${what}, ${exitBy(decide, "an authority")} comments this as the first line; then re-run the job${order}:`,
    commands("ack", ids),
  ].join("\n\n");
}

type Item = Escalation | Violation;

interface Items {
  readonly blocks: readonly string[];
  /** Of all items, in the order of the blocks. */
  readonly ids: readonly string[];
  /** How many statements there are to answer. */
  readonly statements: number;
}

/** The items, numbered where there are several; what has the same way out stands together above it, once. */
function items(
  all: readonly Item[],
  report: Report,
  repository: RepositoryUrl,
  detail: Detail,
  intro: string,
): Items {
  const statements = itemsTogether(all, report);
  const groups = new Map<string, { readonly text: string; readonly ids: readonly string[] }[]>();
  const { shown, more } = capped(statements, detail.items);
  for (const { items: answered, findings } of shown) {
    const fix = detail.fixes ? fixText(findings, intro) : "";
    const text = `${statementOf(answered, findings, report, repository)}${answered.map(answerText).join("")}`;
    groups.set(fix, [...(groups.get(fix) ?? []), { text, ids: answered.map(({ id }) => id) }]);
  }
  const blocks: string[] = [];
  let number = 0;
  for (const [fix, group] of groups) {
    blocks.push(
      group
        .map(({ text }) => {
          number += 1;
          // No list: the way out belongs to the item above it, and would end a list.
          return statements.length === 1 ? text : `**${number}.** ${text}`;
        })
        .join("\n\n"),
    );
    if (fix !== "") blocks.push(fix);
  }
  if (more > 0) blocks.push(elsewhere(shown.length, more));
  const described = [...groups.values()].flat().flatMap(({ ids }) => ids);
  const rest = statements.slice(shown.length).flatMap(({ items: answered }) => answered.map(({ id }) => id));
  return { blocks, ids: [...described, ...rest], statements: statements.length };
}

/** Several facts of one item are sentences; one fact of several items is one. */
function statementOf(
  answered: readonly Item[],
  findings: readonly Finding[],
  report: Report,
  repository: RepositoryUrl,
): string {
  const [first, ...others] = findings;
  if (first === undefined) return "";
  return answered.length > 1
    ? statement(first, report, repository, others)
    : findings.map((finding) => statement(finding, report, repository)).join(" ");
}

function elsewhere(shown: number, more: number): string {
  return shown === 0
    ? `${count(more, "item")}: see the job's summary and the JSON report.`
    : `And ${more} more: see the job's summary and the JSON report.`;
}

/** Short advice stays in sight, code is folded. */
function fixText(findings: readonly Finding[], intro: string): string {
  const fix = fixTogether(findings);
  if (fix.some(({ kind }) => kind === "code")) return folded("The safe way", prose(fix));
  const text = prose(fix);
  return `${intro}${intro === "" ? text : lowerFirst(text)}`;
}

/** `Keep the field …` → `keep the field …`; `OAuth …` stays. */
function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** An answer that does not count, and why. */
function answerText(item: Item): string {
  const by = item.by === null ? "its author" : codeSpan(item.by);
  if (item.state === "withdrawn") return ` · ${by} withdrew the acknowledgement`;
  return item.state === "refused" ? ` · ${by} may not acknowledge it` : "";
}

/** Lines to paste: at most 20 ids each, as the command allows. */
function commands(verb: "ack" | "waive", ids: readonly string[]): string {
  const lines: string[] = [];
  for (let start = 0; start < ids.length; start += 20) {
    lines.push(`/coord-platform ${verb} ${ids.slice(start, start + 20).join(" ")} -- why`);
  }
  // One block a line: each is pasted as a comment of its own, and a block has a copy button.
  return lines.map((line) => `\`\`\`\n${line}\n\`\`\``).join("\n\n");
}

function exitBy(answerable: readonly Item[], nobody: string): string {
  const who = [...new Set(answerable.flatMap(({ who: logins }) => logins))];
  return who.length === 0 || who.length > 6 ? nobody : list(who.map(codeSpan), "or");
}
