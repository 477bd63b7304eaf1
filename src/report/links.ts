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
  const commit = place.side === "before" ? report.change.mergeBase : report.change.head;
  const name = place.path.slice(place.path.lastIndexOf("/") + 1);
  const anchor = place.line === null ? "" : `#L${place.line}`;
  const url = `${repository}/blob/${commit}/${place.path.split("/").map(encodePathSegment).join("/")}${anchor}`;
  return `[${escapeMarkdown(`${name}${line}`)}](${url})`;
}

/** Parentheses would end a Markdown link, and `encodeURIComponent` leaves them. It throws on lone surrogates, which paths may hold. */
function encodePathSegment(segment: string): string {
  return encodeURIComponent(segment.toWellFormed()).replace(
    /[()'*!~]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
