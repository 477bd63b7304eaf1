import type { Finding } from "../../rules/finding.ts";
import { codeSpan, sentence } from "../../text/untrusted.ts";
import { capped, count, list } from "../../text/words.ts";
import { lineLink, placeLink, type RepositoryUrl } from "../links.ts";
import { advice, informed, openItems, unreadAside } from "../open-items.ts";
import type { Report } from "../report.ts";
import { itemsTogether, together } from "../together.ts";
import { unreadStatement } from "./decisions.ts";
import { folded } from "./folded.ts";
import { limited } from "./limited.ts";
import { statement } from "./statement.ts";

/** Answers that were given: on escalations, violations and unread files, and standing exceptions. */
export function answersSection(report: Report, repository: RepositoryUrl): string | null {
  const given = [...report.escalations, ...report.violations]
    .filter(({ state }) => state === "acknowledged" || state === "waived")
    .map((item) => {
      const facts = report.findings.filter(({ id }) => item.findings.includes(id));
      const text = facts.map((finding) => statement(finding, report, repository)).join(" ");
      const answer = answerText({ ...item, why: item.reason });
      const link = item.url === null || repository === null ? answer : linked(answer, item.url, repository);
      return `- ${codeSpan(item.id)} ${link}. ${text}`;
    });
  const waived = report.coverage.notAnalysed
    .filter(({ decides, state }) => decides && state === "waived")
    .map(
      (unread) =>
        `- ${codeSpan(unread.id)} ${answerText({ ...unread, at: null })}. ${unreadStatement(unread, report, repository)}`,
    );
  const accepted = report.findings
    .filter((finding) => finding.accepted !== null)
    .map(
      (finding) =>
        `- ${codeSpan(finding.accepted ?? "")} accepted in the configuration. ${statement(finding, report, repository)}`,
    );
  const all = [...given, ...waived, ...accepted];
  return all.length === 0 ? null : folded("Answers", limited(all, 40), String(all.length));
}

function answerText(answer: {
  readonly state: string;
  readonly by: string | null;
  readonly why: string | null;
  readonly at: string | null;
}): string {
  const by = answer.by === null ? "" : ` by ${codeSpan(answer.by)}`;
  const at = answer.at === null ? "" : ` on ${answer.at}`;
  const why = answer.why === null ? "" : `: “${sentence(answer.why)}”`;
  return `${answer.state}${by}${at}${why}`;
}

/** The answer with a link to where it was given, if that is in the same repository. */
function linked(answer: string, url: string, repository: string): string {
  const ours = url.startsWith(`${repository}/`) && /^[\w.:/#?=&%-]{1,500}$/.test(url);
  return ours ? `${answer} ([comment](${url}))` : answer;
}

/** Facts that need no consent, told to the authority. */
export function informedSection(report: Report, repository: RepositoryUrl): string | null {
  const lines = statements(informed(report), report, repository);
  return lines.length === 0
    ? null
    : folded("For information", limited(lines, 30), `${count(lines.length, "fact")}, no answer needed`);
}

/** Findings that nobody has to act on. */
export function adviceSection(report: Report, repository: RepositoryUrl): string | null {
  const lines = statements(advice(report), report, repository);
  return lines.length === 0
    ? null
    : folded("Advice", limited(lines, 30), `${count(lines.length, "remark")}, nothing here decides`);
}

function statements(
  findings: readonly Finding[],
  report: Report,
  repository: RepositoryUrl,
): readonly string[] {
  return together(findings).map(({ first, others }) => `- ${statement(first, report, repository, others)}`);
}

/** What was not read or could not be resolved, but for what has to be made readable. */
export function coverageSection(report: Report, repository: RepositoryUrl): string | null {
  const lines = [
    ...unreadAside(report).map(([first, ...others]) => {
      const { shown, more } = capped(others, 5);
      const lines = [
        ...shown.map((other) => lineLink(other, report, repository)),
        ...(more > 0 ? [`${more} more`] : []),
      ];
      return `- ${unreadStatement(first, report, repository)}${lines.length === 0 ? "" : `; the same in ${list(lines)}`}`;
    }),
    ...report.coverage.unresolved.map(
      (one) => `- ${placeLink({ ...one, side: "after" }, report, repository)}: ${sentence(one.what)}`,
    ),
  ];
  return lines.length === 0 ? null : folded("Not known", limited(lines, 30), count(lines.length, "place"));
}

/** What the reader should know that decides nothing: first run, missing permission, configuration not yet in force. */
export function noticesSection({ notices }: Report): string | null {
  const { shown, more } = capped(notices, 12);
  const [only] = shown;
  if (only === undefined) return null;
  if (notices.length === 1) return `**Note** · ${sentence(only)}`;
  return [
    "**Notes**\n",
    ...shown.map((notice) => `- ${sentence(notice)}`),
    ...(more > 0 ? [`- and ${more} more, in the JSON report`] : []),
  ].join("\n");
}

export function handoffLine(report: Report): string | null {
  const decide = itemsTogether(openItems(report).decide, report);
  const { shown, more } = capped(report.handoff.COORD_QUALITY, 3);
  const parts = [
    ...(decide.length === 0
      ? []
      : [`To ARCHITECT: ${decide.length === 1 ? "the decision" : `the ${decide.length} decisions`} above`]),
    ...(shown.length === 0
      ? []
      : [`To COORD_QUALITY: ${[...shown.map(sentence), ...(more > 0 ? [`${more} more`] : [])].join("; ")}`]),
  ];
  return parts.length === 0 ? null : `**Handoff** · ${parts.join(" · ")}`;
}
