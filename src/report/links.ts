import { codeSpan, escapeMarkdown } from "../text/untrusted.ts";
import type { Report } from "./report.ts";

/** Where the repository is shown: the server, the owner and the name, without a slash at the end. Null on the command line. */
export type RepositoryUrl = string | null;

export interface Place {
  readonly path: string;
  readonly line: number | null;
  readonly side: "before" | "after";
}

/** `[weekly.py:22](…/blob/<commit>/app/weekly.py#L22)`; without a repository the full path as code. */
export function placeLink(place: Place, report: Report, repository: RepositoryUrl): string {
  const line = place.line === null ? "" : `:${place.line}`;
  if (repository === null) return codeSpan(`${place.path}${line}`);
  const name = place.path.slice(place.path.lastIndexOf("/") + 1);
  return `[${escapeMarkdown(`${name}${line}`)}](${addressOf(place, report, repository)})`;
}

/** `[line 22](…)`, or without the link: where the file has been named. */
export function lineLink(place: Place, report: Report, repository: RepositoryUrl): string {
  const text = place.line === null ? "the file" : `line ${place.line}`;
  return repository === null ? text : `[${text}](${addressOf(place, report, repository)})`;
}

function addressOf(place: Place, report: Report, repository: string): string {
  const commit = place.side === "before" ? report.change.mergeBase : report.change.head;
  const anchor = place.line === null ? "" : `#L${place.line}`;
  return `${repository}/blob/${commit}/${place.path.split("/").map(encodePathSegment).join("/")}${anchor}`;
}

/** Parentheses would end a Markdown link, and `encodeURIComponent` leaves them. It throws on lone surrogates, which paths may hold. */
function encodePathSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(
    /[()'*!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
