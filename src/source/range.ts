import type { GitRepository } from "../ports/git.ts";
import { Failure } from "../text/failure.ts";
import type { Commits } from "./load.ts";

/**
 * The commits of a three-dot comparison in a local repository, as a pull request from `head` to `base` would show it.
 * Throws `Failure`: "usage" for an unknown revision, "unfinished" where there is no merge base.
 */
export async function resolveRange(git: GitRepository, base: string, head: string): Promise<Commits> {
  const tip = await resolveRevision(git, base);
  const after = await resolveRevision(git, head);
  const before = await git.mergeBase(tip, after);
  if (before !== null) return { before, after, base: tip };
  throw new Failure(
    "unfinished",
    (await git.isShallow())
      ? `${base} and ${head} have no merge base in this shallow clone. Fetch the history with \`git fetch --unshallow\`.`
      : `${base} and ${head} have no commit in common, so there is nothing to compare. Choose another --base.`,
  );
}

/** Full commit id. Throws `Failure` "usage" for an unknown revision, "unfinished" where the history may be too short to know it. */
export async function resolveRevision(git: GitRepository, revision: string): Promise<string> {
  const commit = await git.resolveCommit(revision);
  if (commit !== null) return commit;
  if (await git.isShallow()) {
    throw new Failure(
      "unfinished",
      `Unknown revision ${JSON.stringify(revision)} in this shallow clone. Fetch the history with \`git fetch --unshallow\`.`,
    );
  }
  throw new Failure(
    "usage",
    `Unknown revision ${JSON.stringify(revision)}. Name a commit, branch or tag of this repository, or fetch it first.`,
  );
}

/** The default of `--base`: the remote's default branch, else `main`, else `master`. Throws `Failure` "usage" where there is none. */
export async function findDefaultBase(git: GitRepository): Promise<string> {
  for (const name of ["origin/HEAD", "main", "master"]) {
    if ((await git.resolveCommit(name)) !== null) return name;
  }
  throw new Failure(
    "usage",
    "No base to compare with: there is no origin/HEAD, main or master. Name one with --base.",
  );
}
