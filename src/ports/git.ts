/** A file of a commit: its mode (`100644`, `100755`, `120000` symbolic link, `160000` submodule) and the id of its content. */
export interface Entry {
  readonly path: string;
  readonly mode: string;
  readonly blob: string;
}

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

/** Objects of one git repository. Every method throws `Failure` "unfinished" when git fails. Nothing here runs a hook, a filter or a driver, and nothing touches a work tree. */
export interface GitRepository {
  /** Full commit id of a revision expression, or null. */
  readonly resolveCommit: (revision: string) => Promise<string | null>;
  readonly mergeBase: (a: string, b: string) => Promise<string | null>;
  readonly isShallow: () => Promise<boolean>;
  /** Committer date, seconds since 1970. */
  readonly commitTime: (commit: string) => Promise<number>;
  readonly commitSubject: (commit: string) => Promise<string>;
  readonly parents: (commit: string) => Promise<readonly string[]>;
  /** First-parent commits of a branch, newest first. */
  readonly firstParents: (commit: string, count: number) => Promise<readonly string[]>;
  readonly listTree: (commit: string) => Promise<readonly Entry[]>;
  /** Contents by blob id, all in one process, in the order asked until the total is reached. Blobs above a limit answer with their size instead. */
  readonly readBlobs: (blobs: readonly string[], limits: BlobLimits) => Promise<ReadonlyMap<string, Blob>>;
  /** Changed files with renames, modes and line ranges. */
  readonly diff: (before: string, after: string) => Promise<readonly FileChange[]>;
}

/** Bytes of one blob, and of all blobs of a call together. */
export interface BlobLimits {
  readonly each: number;
  readonly total: number;
}

export type Blob =
  | { readonly kind: "content"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large"; readonly size: number }
  | { readonly kind: "missing" };
