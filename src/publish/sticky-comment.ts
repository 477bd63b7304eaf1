import { fingerprint } from "../text/canonical.ts";
import { GitHubError, type Comment, type GitHub } from "../ports/git-hub.ts";
import { withoutSince, type PreviousReport } from "./since.ts";

/** What our own comment remembers about itself; a hint that decides nothing: it could be forged. */
interface CommentMarker {
  readonly number: number;
  readonly head: string;
  readonly digest: string;
}

const opening = "<!-- coord-platform:report ";

/** The comment's first line. The number inside keeps a report that was copied to another pull request from being taken for ours. */
function markerLine(marker: CommentMarker): string {
  return `${opening}v1 #${marker.number} ${marker.head} ${marker.digest} -->`;
}

function readMarker(body: string): CommentMarker | null {
  if (!body.startsWith(opening)) return null;
  const end = body.indexOf(" -->");
  if (end < 0 || end > 300) return null;
  const [version, number, head, digest] = body.slice(opening.length, end).split(" ");
  if (version !== "v1" || number === undefined || head === undefined || digest === undefined) return null;
  const parsed = /^#\d{1,10}$/.test(number) ? Number(number.slice(1)) : Number.NaN;
  return Number.isSafeInteger(parsed) ? { number: parsed, head, digest } : null;
}

/** The ids that a report of ours asks to answer, for the *Since* sentence: those in the lines to paste. */
function idsIn(body: string): ReadonlySet<string> {
  const commands = body.split("\n").filter((line) => line.startsWith("/coord-platform "));
  return new Set(
    commands.flatMap(
      (line) =>
        line.match(/\b(?:ESC-(?:API|DB|AUTH|PERF|XSVC|GATE)|CON|UNK)-[0-9A-HJKMNP-TV-Z]{16}\b/g) ?? [],
    ),
  );
}

/**
 * Our own comments: written by the account that is this token's own, with the marker first and this number in it.
 * The marker alone would let anyone plant one.
 */
function ownComments(comments: readonly Comment[], number: number, authorId: number): readonly Comment[] {
  return comments.filter(
    (comment) => comment.author.id === authorId && readMarker(comment.body)?.number === number,
  );
}

export type Published =
  | { readonly kind: "created" | "updated" | "unchanged"; readonly url: string }
  | { readonly kind: "skipped"; readonly reason: string };

export interface StickyCommentInput {
  readonly gitHub: GitHub;
  readonly number: number;
  /**
   * The account of the workflow's own token. `GET /user` is refused to it; the account of another token (an App's) is
   * known only once it has written a comment.
   */
  readonly selfId: number;
  readonly comments: readonly Comment[];
  readonly head: string;
  /** The report; its *Since* sentence is made from what the last report was about. */
  readonly render: (previous: PreviousReport | null) => string;
  /** Without an own comment, whether to make one. */
  readonly create: boolean;
}

/** Writes the report into the one comment that is ours: newest wins, others are deleted, an equal body is not written. */
export async function publishComment(input: StickyCommentInput): Promise<Published> {
  const { gitHub, comments, number, head } = input;
  const report = input.render(null);
  const marker = markerLine({ number, head, digest: fingerprint(report) });
  const own = ownComments(comments, number, input.selfId);
  const current = own.at(-1);
  if (current === undefined) return input.create ? createComment(input, report, marker) : nothingToSay;
  const result = says(current, `${marker}\n${report}`)
    ? ({ kind: "unchanged", url: current.url } as const)
    : await updateComment(input, current, report, marker);
  await deleteComments(gitHub, own.slice(0, -1));
  return result;
}

const nothingToSay = { kind: "skipped", reason: "nothing to say" } as const;

async function updateComment(
  input: StickyCommentInput,
  current: Comment,
  report: string,
  marker: string,
): Promise<Published> {
  const previous = previousReport(current, input.head);
  const body = `${marker}\n${previous === null ? report : input.render(previous)}`;
  try {
    const { url } = await input.gitHub.updateComment(current.id, body);
    return { kind: "updated", url };
  } catch (error) {
    // It was deleted between reading and writing, or this token may write comments but not change that one.
    if (!refused(error)) throw error;
    const { url } = await input.gitHub.createComment(input.number, body);
    return { kind: "created", url };
  }
}

/**
 * A first comment; or, with an App's token, whose account nobody tells us beforehand, the next one: the comments that
 * the same account made before then go. The very same report of any bot is left as it is: nobody has to read it twice.
 */
async function createComment(input: StickyCommentInput, report: string, marker: string): Promise<Published> {
  const { gitHub, comments, number } = input;
  const body = `${marker}\n${report}`;
  const same = comments.findLast((comment) => comment.author.bot && says(comment, body));
  if (same !== undefined) return { kind: "unchanged", url: same.url };
  const made = await gitHub.createComment(number, body);
  const older = made.authorId === null ? [] : ownComments(comments, number, made.authorId);
  const last = older.at(-1);
  const previous = last === undefined ? null : previousReport(last, input.head);
  const since = previous === null ? report : input.render(previous);
  if (since !== report) await gitHub.updateComment(made.id, `${marker}\n${since}`);
  await deleteComments(gitHub, older);
  return { kind: "created", url: made.url };
}

/** Whether a comment says this already, the *Since* sentence aside. Not by its marker: somebody may have edited the rest. */
function says(comment: Comment, body: string): boolean {
  return withoutSince(comment.body).replaceAll("\r\n", "\n").trimEnd() === body.trimEnd();
}

/** What a comment of ours was about; null where it was about the same commit. */
function previousReport(comment: Comment, head: string): PreviousReport | null {
  const marker = readMarker(comment.body);
  return marker === null || marker.head === head ? null : { head: marker.head, ids: idsIn(comment.body) };
}

/** What cannot be deleted now is tried again by the next run; the report is already where it belongs. */
async function deleteComments(gitHub: GitHub, comments: readonly Comment[]): Promise<void> {
  for (const { id } of comments) {
    try {
      await gitHub.deleteComment(id);
    } catch (error) {
      if (!(error instanceof GitHubError)) throw error;
    }
  }
}

function refused(error: unknown): boolean {
  return error instanceof GitHubError && (error.reason === "not-found" || error.reason === "permission");
}
