import type { Contributors } from "../ports/git-hub.ts";
import type { CommitAnswer } from "./octokit-answers.ts";

/** The account under which GitHub itself commits what is clicked on its pages. */
const webCommitter = "web-flow";

/**
 * Everybody who had a hand in a pull request's commits: authors, committers, and co-authors whose address GitHub gave
 * out. A commit counts as unknown when its author or committer has no account, or when a co-author's address tells no
 * account and is none of a program.
 */
export function contributorsOf(commits: readonly CommitAnswer[]): Contributors {
  const inPullRequest = new Set(commits.map((commit) => commit.sha));
  const logins = new Map<string, string>();
  let unknownCommits = 0;
  for (const commit of commits) {
    if (isUpdateMerge(commit, inPullRequest)) continue;
    const coAuthors = coAuthorsOf(commit.commit.message);
    const people = [commit.author?.login ?? null, commit.committer?.login ?? null, ...coAuthors];
    for (const login of people) {
      if (login !== null && login !== webCommitter) logins.set(login.toLowerCase(), login);
    }
    if (people.includes(null)) unknownCommits += 1;
  }
  return { logins: [...logins.values()].sort(), unknownCommits };
}

/**
 * A merge of the base that "Update branch" made: its second parent is not of the pull request, and GitHub committed
 * and signed it. A merge made elsewhere may hold changes of its own, and whoever made it is a contributor.
 */
function isUpdateMerge(commit: CommitAnswer, inPullRequest: ReadonlySet<string>): boolean {
  const [, second, third] = commit.parents;
  return (
    second !== undefined &&
    third === undefined &&
    !inPullRequest.has(second.sha) &&
    commit.committer?.login === webCommitter &&
    commit.commit.verification?.verified !== false
  );
}

/** Logins of `Co-authored-by` trailers; null for an address that tells none. */
function coAuthorsOf(message: string): readonly (string | null)[] {
  return message.split("\n").flatMap((line) => {
    const trimmed = line.trim();
    if (!trimmed.toLowerCase().startsWith("co-authored-by:")) return [];
    const open = trimmed.lastIndexOf("<");
    if (open < 0 || !trimmed.endsWith(">")) return [null];
    const address = trimmed.slice(open + 1, -1).toLowerCase();
    const at = address.lastIndexOf("@");
    const [local, host] = [address.slice(0, Math.max(at, 0)), address.slice(at + 1)];
    // `12345+octocat@users.noreply.github.com`, on an enterprise server `…@users.noreply.ghe.example`.
    if (host.startsWith("users.noreply.")) return [local.slice(local.indexOf("+") + 1)];
    return /^(no-?reply|bot)$/.test(local) ? [] : [null];
  });
}
