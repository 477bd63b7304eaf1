import type { Snapshot } from "./snapshot.ts";

export type FileStatus = "added" | "removed" | "modified" | "renamed";

/** Lines are 1-based and inclusive. */
export interface LineRange {
  readonly start: number;
  readonly end: number;
}

/** One changed file. A rename is one entry with both paths. */
export interface FileChange {
  readonly status: FileStatus;
  /** Path at the head; for a removed file the path at the merge base. */
  readonly path: string;
  /** Path at the merge base; null for an added file. */
  readonly previousPath: string | null;
  readonly modeBefore: string | null;
  readonly modeAfter: string | null;
  readonly blobBefore: string | null;
  readonly blobAfter: string | null;
  readonly additions: number;
  readonly deletions: number;
  /** Lines of the base side that were removed or replaced, and of the head side that were added or replaced. */
  readonly removedLines: readonly LineRange[];
  readonly addedLines: readonly LineRange[];
}

/** What is compared, and what judges it. `before` is the merge base, `after` the head, `base` the live tip of the base branch. */
export interface ChangeSet {
  readonly before: Snapshot;
  readonly after: Snapshot;
  readonly base: Snapshot;
  readonly files: readonly FileChange[];
  /** Committer dates as `YYYY-MM-DD`, UTC. */
  readonly headDate: string;
  readonly baseDate: string;
}
