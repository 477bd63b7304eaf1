import type { Entry } from "../source/snapshot.ts";
import type { FileChange } from "../source/change-set.ts";

/** Objects of one git repository. Nothing here runs a hook, a filter or a driver, and nothing touches a work tree. */
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
  /** Contents by blob id, all in one process. Blobs above `maxBytes` answer with their size instead. */
  readonly readBlobs: (blobs: readonly string[], maxBytes: number) => Promise<ReadonlyMap<string, Blob>>;
  /** Changed files with renames, modes and line ranges. */
  readonly diff: (before: string, after: string) => Promise<readonly FileChange[]>;
}

export type Blob =
  | { readonly kind: "content"; readonly bytes: Uint8Array }
  | { readonly kind: "too-large"; readonly size: number }
  | { readonly kind: "missing" };
