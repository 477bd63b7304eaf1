import { fingerprint } from "../text/canonical.ts";
import type { Comment, GitHub } from "../ports/git-hub.ts";

/** What our own comment remembers about itself; a hint that decides nothing: it could be forged. */
export interface CommentMarker {
  readonly number: number;
  readonly head: string;
  readonly digest: string;
}

const opening = "<!-- coord-platform:report ";

/** The comment's first line. The number inside keeps a report that was copied to another pull request from being taken for ours. */
export function markerLine(marker: CommentMarker): string {
  return `${opening}v1 #${marker.number} ${marker.head} ${marker.digest} -->`;
}

export function readMarker(body: string): CommentMarker | null {
  if (!body.startsWith(opening)) return null;
  const end = body.indexOf(" -->");
  if (end < 0 || end > 300) return null;
  const [version, number, head, digest] = body.slice(opening.length, end).split(" ");
  if (version !== "v1" || number === undefined || head === undefined || digest === undefined) return null;
  const parsed = /^#\d{1,10}$/.test(number) ? Number(number.slice(1)) : Number.NaN;
  return Number.isSafeInteger(parsed) ? { number: parsed, head, digest } : null;
}

/** Reads the ids that a report of ours names, for the *Since* sentence. */
export function idsIn(body: string): ReadonlySet<string> {
  return new Set(
    body.match(/\b(?:ESC-(?:API|DB|AUTH|PERF|XSVC|GATE)|CON|UNK)-[0-9A-HJKMNP-TV-Z]{16}\b/g) ?? [],
  );
}

/**
 * Our own comments: written by a bot account that is this token's own, with the marker first and this number in it.
 * Marker alone would let anyone plant one; `GET /user` is refused to the workflow's token, so the account is the
 * Actions app, or whoever GitHub names as the author of a comment that we made (`selfId`).
 */
export function ownComments(
  comments: readonly Comment[],
  number: number,
  selfId: number,
): readonly Comment[] {
  return comments.filter(
    (comment) =>
      comment.author.id === selfId && comment.author.bot && readMarker(comment.body)?.number === number,
  );
}

export type Published =
  | { readonly kind: "created" | "updated" | "unchanged"; readonly url: string }
  | { readonly kind: "skipped"; readonly reason: string };

export interface StickyCommentInput {
  readonly gitHub: GitHub;
  readonly number: number;
  readonly selfId: number;
  readonly comments: readonly Comment[];
  readonly head: string;
  /** The report; `since` is asked for with the ids of the last report. */
  readonly render: (previous: { readonly head: string; readonly ids: ReadonlySet<string> } | null) => string;
  /** Without an own comment, whether to make one. */
  readonly create: boolean;
}

/** Writes the report into the one comment that is ours: newest wins, others are deleted, an equal body is not written. */
export async function publishComment(input: StickyCommentInput): Promise<Published> {
  const own = ownComments(input.comments, input.number, input.selfId);
  const current = own.at(-1);
  const marker = current === undefined ? null : readMarker(current.body);
  if (current === undefined && !input.create) return { kind: "skipped", reason: "nothing to say" };
  const previous =
    current === undefined || marker === null || marker.head === input.head
      ? null
      : { head: marker.head, ids: idsIn(current.body) };
  const report = input.render(null);
  const digest = fingerprint(report);
  for (const stale of own.slice(0, -1)) await input.gitHub.deleteComment(stale.id);
  if (current !== undefined && marker?.digest === digest && marker.head === input.head) {
    return { kind: "unchanged", url: current.url };
  }
  const body = `${markerLine({ number: input.number, head: input.head, digest })}\n${previous === null ? report : input.render(previous)}`;
  if (current !== undefined) {
    try {
      const { url } = await input.gitHub.updateComment(current.id, body);
      return { kind: "updated", url };
    } catch (error) {
      if (!isGone(error)) throw error;
    }
  }
  const { url } = await input.gitHub.createComment(input.number, body);
  return { kind: "created", url };
}

/** The comment was deleted between reading and writing. */
function isGone(error: unknown): boolean {
  return error instanceof Error && "reason" in error && error.reason === "not-found";
}
