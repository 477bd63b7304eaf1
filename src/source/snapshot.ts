import type { Entry } from "../ports/git.ts";

/** Why a file, or a part of one, could not be read (interface.md, "When unread input decides"). */
export type UnreadReason =
  | "syntax-error"
  | "encoding"
  | "too-large"
  | "too-deep"
  | "binary"
  | "missing"
  | "submodule"
  | "symlink"
  | "dynamic";

/** The commit name of the files as they lie in the work tree. */
export const worktreeCommit = "WORKTREE";

export type FileText =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "unread"; readonly reason: UnreadReason };

/**
 * The files of one commit (or of the work tree). Texts are already in memory when a `Snapshot` is made, so that
 * everything behind it is pure and synchronous; what was left out (too large, binary) answers with its reason.
 */
export interface Snapshot {
  /** Full commit id, or `WORKTREE`. */
  readonly commit: string;
  /** All entries, by path. Paths are relative to the repository root, with `/`. */
  readonly entries: ReadonlyMap<string, Entry>;
  /** The text of a path; `missing` when the commit does not have it, and for kinds of files that nothing reads (pictures, frontend sources). */
  readonly read: (path: string) => FileText;
}

/** The text of a path; empty where it could not be read, for readers that ask no more than what stands in it. */
export function textIn(snapshot: Snapshot, path: string): string {
  const file = snapshot.read(path);
  return file.kind === "text" ? file.text : "";
}
