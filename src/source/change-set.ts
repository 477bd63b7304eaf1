import type { FileChange } from "../ports/git.ts";
import type { Snapshot } from "./snapshot.ts";

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
