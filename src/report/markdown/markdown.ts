import { siblings } from "../../domains/domain.ts";
import { escapeMarkdown } from "../../text/untrusted.ts";
import type { RepositoryUrl } from "../links.ts";
import type { Report } from "../report.ts";
import { count, list } from "../../text/words.ts";
import { decideSection, fixSection, unreadSection, type Detail } from "./decisions.ts";
import {
  adviceSection,
  answersSection,
  approachSection,
  checksSection,
  coverageSection,
  evidenceLine,
  handoffLine,
  impactSection,
  implementationSection,
  performanceSection,
  specialistsSection,
} from "./details.ts";
import { headline } from "./headline.ts";

export interface MarkdownOptions {
  readonly repository: RepositoryUrl;
  /** Longest allowed text in UTF-16 units. */
  readonly limit: number;
  /** The *Since* sentence, added when publishing; already Markdown. */
  readonly since: string | null;
}

/** The report as GitHub Markdown. It shrinks level by level until it fits, and never inside a section. */
export function renderMarkdown(report: Report, options: MarkdownOptions): string {
  let text = "";
  for (const level of levels) {
    text = render(report, options, level);
    if (text.length <= options.limit) return text;
  }
  return text.slice(0, options.limit);
}

interface Level {
  readonly detail: Detail;
  readonly sections: "all" | "some" | "none";
}

const levels: readonly Level[] = [
  { detail: "full", sections: "all" },
  { detail: "full", sections: "some" },
  { detail: "brief", sections: "some" },
  { detail: "brief", sections: "none" },
  { detail: "ids", sections: "none" },
];

function render(report: Report, options: MarkdownOptions, level: Level): string {
  const { repository } = options;
  const all = level.sections === "all";
  const some = level.sections !== "none";
  const shortened = all
    ? null
    : "*Shortened to fit a comment: the whole report is in the job's summary and its JSON file.*";
  const sections = [
    `## COORD_PLATFORM Report: ${escapeMarkdown(report.change.title)}`,
    headline(report, options.since),
    fixSection(report, repository, level.detail),
    unreadSection(report, repository),
    decideSection(report, repository, level.detail),
    evidenceLine(report),
    shortened,
    some ? approachSection(report, repository) : null,
    some ? impactSection(report) : null,
    some ? specialistsSection(report, repository) : null,
    all ? implementationSection(report) : null,
    some ? checksSection(report) : null,
    some ? performanceSection(report) : null,
    all ? answersSection(report, repository) : null,
    all ? adviceSection(report, repository) : null,
    all ? coverageSection(report, repository) : null,
    handoffLine(report),
    "*COORD_PLATFORM coordination complete. Build robust backend systems with clean APIs and efficient data access.*",
  ];
  return `${sections.filter((section) => section !== null).join("\n\n")}\n`;
}

/** The one line of a change that touches no domain. */
export function quietLine(report: Report): string {
  const { handoff, none } = report.domains;
  const parts = siblings.flatMap((sibling) =>
    handoff[sibling].length === 0 ? [] : [`${count(handoff[sibling].length, "file")} for ${sibling}`],
  );
  if (none.length > 0) parts.push(count(none.length, "other file"));
  return `*No backend, database or API change: ${list(parts) || "no files"}.*\n`;
}

/** Nothing touched, nothing escalated, nothing wrong: no comment is due. */
export function isQuiet(report: Report): boolean {
  const { domains } = report;
  return (
    report.verdict.status === "pass" &&
    domains.DBA.length + domains.BACKEND.length + domains.API.length === 0 &&
    report.escalations.length === 0 &&
    report.violations.length === 0
  );
}
