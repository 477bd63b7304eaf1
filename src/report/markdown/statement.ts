import type { Finding } from "../../rules/finding.ts";
import { withoutStop, type Sentence } from "../../text/sentence.ts";
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
const shortestLead = 4;
const longestLead = 120;

/** What happened in bold, the rest of the sentence after it. */
function strongLead(message: Sentence): string {
  const { lead, rest } = firstClause(withoutStop(message));
  return lead.length === 0 ? sentence(rest) : `**${sentence(lead)}**${sentence(rest)}`;
}

/** The first clause, which ends outside of code; nothing of a sentence that has no short one. */
function firstClause(said: Sentence): { readonly lead: Sentence; readonly rest: Sentence } {
  let length = 0;
  for (const [index, span] of said.entries()) {
    const text = "code" in span ? span.code : span.words;
    const end = "code" in span ? null : clauseEnd(text, shortestLead - length);
    if (length + (end ?? text.length) > longestLead) return { lead: [], rest: said };
    if (end !== null)
      return {
        lead: [...said.slice(0, index), { words: text.slice(0, end) }],
        rest: [{ words: text.slice(end) }, ...said.slice(index + 1)],
      };
    length += text.length;
  }
  return { lead: said, rest: [] };
}

function clauseEnd(words: string, from: number): number | null {
  const ends = leadEnds.map((end) => words.indexOf(end, Math.max(0, from))).filter((index) => index >= 0);
  return ends.length === 0 ? null : Math.min(...ends);
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
