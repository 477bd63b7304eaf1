import type { Blob, BlobLimits, Entry, FileChange, GitRepository } from "../ports/git.ts";
import { Failure } from "../text/failure.ts";
import type { ChangeSet } from "./change-set.ts";
import { decodeText } from "./decode.ts";
import { isRelevant, isRelevantWhenChanged } from "./relevant.ts";
import type { FileText, Snapshot } from "./snapshot.ts";

export interface LoadOptions {
  /** Further files to read, such as the folder of identities that the configuration names. */
  readonly alsoRead?: (path: string) => boolean;
  readonly limits?: BlobLimits;
}

/** Full commit ids; `before` is the merge base, `base` the tip of the base branch. */
export interface Commits {
  readonly before: string;
  readonly after: string;
  readonly base: string;
}

/** 1 MiB a file, 256 MiB in all. */
/** What is read of a file and of all files together, in bytes. */
export const fileLimits: BlobLimits = { each: 2 ** 20, total: 2 ** 28 };

/**
 * Reads both sides of a change, and the base tip, out of a repository. All contents come in one batch, each blob
 * once whatever the number of commits that have it; texts are decoded when they are first asked for.
 * Throws `Failure` when git fails.
 */
export async function loadChangeSet(
  git: GitRepository,
  commits: Commits,
  options: LoadOptions = {},
): Promise<ChangeSet> {
  const names = [...new Set([commits.before, commits.after, commits.base])];
  const [files, headTime, baseTime, ...trees] = await Promise.all([
    git.diff(commits.before, commits.after),
    git.commitTime(commits.after),
    git.commitTime(commits.base),
    ...names.map(async (commit) => [commit, await git.listTree(commit)] as const),
  ]);
  const snapshots = await makeSnapshots(git, new Map(trees), changedBlobs(files), options);
  const snapshot = (commit: string): Snapshot => {
    const found = snapshots.get(commit);
    if (found === undefined) throw new Error(`no snapshot of ${commit}`);
    return found;
  };
  return {
    before: snapshot(commits.before),
    after: snapshot(commits.after),
    base: snapshot(commits.base),
    files,
    headDate: dateOf(headTime),
    baseDate: dateOf(baseTime),
  };
}

/** Reads one commit (or `WORKTREE`). Throws `Failure` when git fails. */
export async function loadSnapshot(
  git: GitRepository,
  commit: string,
  options: LoadOptions = {},
): Promise<Snapshot> {
  const trees = new Map([[commit, await git.listTree(commit)]]);
  const snapshots = await makeSnapshots(git, trees, [], options);
  return snapshots.get(commit) ?? { commit, entries: new Map(), read: () => missing };
}

const missing: FileText = { kind: "unread", reason: "missing" };

async function makeSnapshots(
  git: GitRepository,
  trees: ReadonlyMap<string, readonly Entry[]>,
  changed: readonly string[],
  options: LoadOptions,
): Promise<ReadonlyMap<string, Snapshot>> {
  const wanted = (path: string) => isRelevant(path) || (options.alsoRead?.(path) ?? false);
  // In this order, so that the total is spent on the change first and on Python before the rest.
  const blobs = [...changed];
  const rest: string[] = [];
  for (const entries of trees.values()) {
    for (const entry of entries) {
      if (isFile(entry.mode) && wanted(entry.path)) (isPython(entry.path) ? blobs : rest).push(entry.blob);
    }
  }
  const contents = await git.readBlobs([...blobs, ...rest], options.limits ?? fileLimits);
  failOnMissing(contents);
  const read = textReader(contents);
  return new Map(
    [...trees].map(([commit, entries]) => {
      const byPath = new Map(entries.map((entry) => [entry.path, entry]));
      return [commit, { commit, entries: byPath, read: (path) => read(byPath.get(path)) }];
    }),
  );
}

/** A file whose content is not there must not pass for one without facts. */
function failOnMissing(contents: ReadonlyMap<string, Blob>): void {
  const count = [...contents.values()].filter((blob) => blob.kind === "missing").length;
  if (count === 0) return;
  throw new Failure(
    "unfinished",
    `The contents of ${count} files are not in this clone. Fetch them with \`git fetch --refetch --no-filter\`.`,
  );
}

/** Texts by entry, decoded once a blob. */
function textReader(contents: ReadonlyMap<string, Blob>): (entry: Entry | undefined) => FileText {
  const decoded = { python: new Map<string, FileText>(), other: new Map<string, FileText>() };
  return (entry) => {
    if (entry === undefined) return missing;
    if (entry.mode === "160000") return { kind: "unread", reason: "submodule" };
    if (entry.mode === "120000") return { kind: "unread", reason: "symlink" };
    const python = isPython(entry.path);
    const known = python ? decoded.python : decoded.other;
    const text = known.get(entry.blob) ?? textOf(contents.get(entry.blob), python);
    known.set(entry.blob, text);
    return text;
  };
}

function textOf(blob: Blob | undefined, python: boolean): FileText {
  if (blob?.kind === "content") return decodeText(blob.bytes, python);
  return blob?.kind === "too-large" ? { kind: "unread", reason: "too-large" } : missing;
}

/** Blobs of both sides of what changed. */
function changedBlobs(files: readonly FileChange[]): readonly string[] {
  return files.flatMap((file) => {
    const before =
      file.previousPath !== null && isRelevantWhenChanged(file.previousPath) && isFile(file.modeBefore);
    const after = isRelevantWhenChanged(file.path) && isFile(file.modeAfter);
    return [before ? file.blobBefore : null, after ? file.blobAfter : null].filter((blob) => blob !== null);
  });
}

function isFile(mode: string | null): boolean {
  return mode !== null && mode.startsWith("100");
}

function isPython(path: string): boolean {
  return path.endsWith(".py");
}

const endOfTime = Date.UTC(9999, 11, 31);

/** `YYYY-MM-DD` in UTC. A commit may claim any date; one outside the calendar becomes its edge. */
function dateOf(seconds: number): string {
  return new Date(Math.min(Math.max(seconds * 1000, 0), endOfTime)).toISOString().slice(0, 10);
}
