import type { Finding } from "../../rules/finding.ts";
import { codeSpan, sentence } from "../../text/untrusted.ts";
import { capped, list } from "../../text/words.ts";
import { placeLink, type RepositoryUrl } from "../links.ts";
import type { Report } from "../report.ts";

/** One finding: **what**, before and after, what it reaches, and where. */
export function statement(finding: Finding, report: Report, repository: RepositoryUrl): string {
  const parts = [strongLead(finding.message), ...comparison(finding), ...reach(finding)];
  return `${parts.join(". ")} · ${placeLink(finding.where, report, repository)}`;
}

const leadEnds = [": ", "; ", ", ", " from ", " for ", " without ", " until ", " which ", " (", " → "];
const longestLead = 120;

/** What happened in bold, the rest of the sentence after it. */
function strongLead(message: string): string {
  const text = message.replace(/\.$/, "");
  const end = leadEnd(text);
  if (end === 0) return sentence(text);
  return `**${sentence(text.slice(0, end))}**${sentence(text.slice(end))}`;
}

/** Where the first clause ends, outside of code; 0 for a sentence that has no short one. */
function leadEnd(text: string): number {
  let inCode = false;
  for (let index = 0; index < Math.min(text.length, longestLead); index += 1) {
    if (text[index] === "`") inCode = !inCode;
    if (!inCode && index > 3 && leadEnds.some((end) => text.startsWith(end, index))) return index;
  }
  return text.length <= longestLead && !inCode ? text.length : 0;
}

/** Left out where the message has said it. */
function comparison({ before, after, message }: Finding): readonly string[] {
  if (before === null || after === null || before === after) return [];
  if (message.includes(before) && message.includes(after)) return [];
  return [`Before ${codeSpan(short(before))}, after ${codeSpan(short(after))}`];
}

const mostReaches = 6;

/** The operations that a cause reaches, but for those that the message or the subject names. */
function reach({ reaches, message, subject }: Finding): readonly string[] {
  const named = (operation: string) =>
    message.includes(`\`${operation}\``) || subject === operation || subject.startsWith(`${operation} `);
  const { shown, more } = capped(
    reaches.filter((operation) => !named(operation)),
    mostReaches,
  );
  if (shown.length === 0) return [];
  return [`Reaches ${list([...shown.map(codeSpan), ...(more > 0 ? [`${more} more`] : [])])}`];
}

function short(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119).toWellFormed()}…`;
}
