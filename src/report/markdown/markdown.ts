import { escapeMarkdown } from "../../text/untrusted.ts";
import type { RepositoryUrl } from "../links.ts";
import { quietSentence } from "../quiet.ts";
import type { Report } from "../report.ts";
import { approachSection } from "./approach.ts";
import { decideSection, fixSection, unreadSection, type Detail } from "./decisions.ts";
import {
  checksSection,
  impactSection,
  implementationSection,
  performanceSection,
  specialistsSection,
} from "./details.ts";
import { evidenceLine } from "./evidence.ts";
import { headline } from "./headline.ts";
import {
  adviceSection,
  answersSection,
  coverageSection,
  handoffLine,
  informedSection,
  noticesSection,
} from "./lists.ts";

export interface MarkdownOptions {
  readonly repository: RepositoryUrl;
  /** Longest allowed text in UTF-16 units. */
  readonly limit: number;
  /** The *Since* sentence, added when publishing; already Markdown. */
  readonly since: string | null;
}

/** The report as GitHub Markdown. It shrinks level by level until it fits; every id to answer stays as long as there is room. */
export function renderMarkdown(report: Report, options: MarkdownOptions): string {
  let text = "";
  for (const level of levels) {
    text = render(report, options, level);
    if (text.length <= options.limit) return text;
  }
  return cutBetweenBlocks(text, options.limit);
}

interface Level extends Detail {
  readonly sections: "all" | "some" | "none";
}

const levels: readonly Level[] = [
  { items: Number.POSITIVE_INFINITY, fixes: true, sections: "all" },
  { items: Number.POSITIVE_INFINITY, fixes: true, sections: "some" },
  { items: Number.POSITIVE_INFINITY, fixes: false, sections: "some" },
  { items: 50, fixes: false, sections: "none" },
  { items: 15, fixes: false, sections: "none" },
  { items: 0, fixes: false, sections: "none" },
];

const shortened = "*Shortened to fit a comment: the whole report is in the job's summary and its JSON file.*";
const closing =
  "*COORD_PLATFORM coordination complete. Build robust backend systems with clean APIs and efficient data access.*";

function render(report: Report, options: MarkdownOptions, level: Level): string {
  const { repository } = options;
  const heading = `## COORD_PLATFORM Report${(report.change.title ?? "") === "" ? "" : `: ${escapeMarkdown(report.change.title ?? "")}`}`;
  // Nothing was evaluated: nothing more can be said.
  if (report.change.date === null) return `${heading}\n\n${headline(report, options.since)}\n`;
  const all = level.sections === "all";
  const some = level.sections !== "none";
  const sections = [
    heading,
    headline(report, options.since),
    fixSection(report, repository, level),
    unreadSection(report, repository, level),
    decideSection(report, repository, level),
    noticesSection(report),
    evidenceLine(report),
    all ? null : shortened,
    some ? approachSection(report, repository) : null,
    some ? impactSection(report) : null,
    some ? specialistsSection(report, repository) : null,
    all ? informedSection(report, repository) : null,
    all ? adviceSection(report, repository) : null,
    all ? implementationSection(report) : null,
    some ? checksSection(report) : null,
    some ? performanceSection(report) : null,
    all ? answersSection(report, repository) : null,
    all ? coverageSection(report, repository) : null,
    handoffLine(report),
    closing,
  ];
  return `${sections.filter((section) => section !== null).join("\n\n")}\n`;
}

/** The last resort, for thousands of open ids: whole blocks only, so that no fence stays open, and it is said. */
function cutBetweenBlocks(text: string, limit: number): string {
  const note = "\n\n*Cut here: the rest is in the job's summary and its JSON file.*\n";
  const end = text.lastIndexOf("\n\n", limit - note.length);
  return end < 0 ? text.slice(0, limit).toWellFormed() : `${text.slice(0, end)}${note}`;
}

/** The one line of a change that touches no domain. */
export function quietLine(report: Report): string {
  return `*${quietSentence(report)}*\n`;
}
