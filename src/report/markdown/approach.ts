import { domains as domainNames, siblings, type DomainFile } from "../../domains/domain.ts";
import { codeCell, codeSpan } from "../../text/untrusted.ts";
import { capped, count, shortCommit } from "../../text/words.ts";
import { decidedAlone } from "../decided-alone.ts";
import type { RepositoryUrl } from "../links.ts";
import type { Report, ReportedChange } from "../report.ts";
import { folded } from "./folded.ts";

/** Who was deployed for what, and what the coordinator decided itself. */
export function approachSection(report: Report, repository: RepositoryUrl): string {
  const mission = missionLine(report.change, repository);
  const alone = decidedAlone(report);
  // A pass has said it in its first line.
  const decided =
    alone === "" || report.verdict.status === "pass" ? [] : [`Decided by COORD_PLATFORM: ${alone}.`];
  const content = [...mission, ...domainTable(report), ...decided].join("\n\n");
  return folded("Approach", content, report.approach.replace(/\.$/, ""));
}

function missionLine(change: ReportedChange, repository: RepositoryUrl): readonly string[] {
  const { head, base, baseTip, date, files } = change;
  if (head === null || base === null || baseTip === null || date === null || files === null) return [];
  const range = `review ${commitLink(head, repository)} against ${codeSpan(base)} (${commitLink(baseTip, repository)})`;
  const size = `${count(files, "file")}, +${change.additions} −${change.deletions}`;
  return [`**Mission:** ${range}, ${size} · **Date:** ${date} (head commit)`];
}

const mostFiles = 8;

function domainTable({ domains }: Report): readonly string[] {
  const rows = [
    ...domainNames.map((domain) => [domain, reasonLines(domains[domain])] as const),
    ...siblings.map((sibling) => [`${sibling} (hand-off)`, fileLines(domains.handoff[sibling])] as const),
  ]
    .filter(([, lines]) => lines.length > 0)
    .map(([name, lines]) => `| ${name} | ${lines.join("<br>")} |`);
  return rows.length === 0 ? [] : [["| Domain | Why |", "|---|---|", ...rows].join("\n")];
}

/** `revision: \`5c1e.py\``: the files by why they belong here. */
function reasonLines(files: readonly DomainFile[]): readonly string[] {
  const { shown, more } = capped(files, mostFiles);
  const groups = new Map<string, string[]>();
  for (const { path, because } of shown) {
    const reason = because.map((one) => one.replaceAll("-", " ").replace(/[^\w ]/g, " ")).join(", ");
    groups.set(reason, [...(groups.get(reason) ?? []), codeCell(path)]);
  }
  const lines = [...groups].map(([reason, paths]) => `${reason}: ${paths.join(", ")}`);
  return more > 0 ? [...lines, `${more} more`] : lines;
}

function fileLines(paths: readonly string[]): readonly string[] {
  const { shown, more } = capped(paths, mostFiles / 2);
  if (shown.length === 0) return [];
  return [[...shown.map(codeCell), ...(more > 0 ? [`${more} more`] : [])].join(", ")];
}

function commitLink(commit: string, repository: RepositoryUrl): string {
  const short = codeSpan(shortCommit(commit));
  return repository === null
    ? short
    : `[${short}](${repository}/commit/${encodeURIComponent(commit.toWellFormed())})`;
}
