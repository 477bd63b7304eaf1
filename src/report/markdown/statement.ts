import type { Finding } from "../../rules/finding.ts";
import { codeSpan, sentence } from "../../text/untrusted.ts";
import { capped, list } from "../../text/words.ts";
import { lineLink, placeLink, type RepositoryUrl } from "../links.ts";
import type { Report } from "../report.ts";
import { otherNames } from "../together.ts";
import { comparedIn, reachedBeside } from "../unsaid.ts";

/** One finding: **what**, before and after, what else it is said of, what it reaches, and where. */
export function statement(
  finding: Finding,
  report: Report,
  repository: RepositoryUrl,
  others: readonly Finding[] = [],
): string {
  const parts = [
    strongLead(finding.message),
    ...comparison(finding),
    ...likewise(finding, others, report, repository),
    ...reach(finding),
  ];
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

function comparison(finding: Finding): readonly string[] {
  const compared = comparedIn(finding);
  if (compared === null) return [];
  return [`Before ${codeSpan(short(compared.before))}, after ${codeSpan(short(compared.after))}`];
}

const mostOthers = 12;

/** `Likewise \`User.name\` (line 12) and \`User.role\` (line 14)`. */
function likewise(
  finding: Finding,
  others: readonly Finding[],
  report: Report,
  repository: RepositoryUrl,
): readonly string[] {
  const { shown, more } = capped(others, mostOthers);
  if (shown.length === 0) return [];
  const names = otherNames(finding, others);
  const texts = shown.map(({ where }, index) => {
    const { name = "", detail = null } = names[index] ?? {};
    const line = lineLink(where, report, repository);
    return `${codeSpan(name)} (${detail === null ? "" : `${codeSpan(detail)}, `}${line})`;
  });
  return [`Likewise ${list([...texts, ...(more > 0 ? [`${more} more`] : [])])}`];
}

const mostReaches = 6;

function reach(finding: Finding): readonly string[] {
  const { shown, more } = capped(reachedBeside(finding), mostReaches);
  if (shown.length === 0) return [];
  return [`Reaches ${list([...shown.map(codeSpan), ...(more > 0 ? [`${more} more`] : [])])}`];
}

function short(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 119).toWellFormed()}…`;
}
