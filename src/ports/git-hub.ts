/** What the product asks of GitHub; every method throws `GitHubError`. A small port with one adapter (Octokit) and, in the tests, the real adapter against a validating server. */
export interface GitHub {
  readonly pullRequest: (number: number) => Promise<PullRequestState>;
  /** Full commit id of a branch, tag or commit. */
  readonly commit: (revision: string) => Promise<string>;
  /** Merge base of two commits, by the compare API; `GitHubError` "not-found" where they have none. */
  readonly mergeBase: (base: string, head: string) => Promise<string>;
  /** Every issue comment of the pull request, oldest first, all pages. */
  readonly comments: (number: number) => Promise<readonly Comment[]>;
  /** Authors, committers and co-authors of the pull request's commits, all pages. */
  readonly contributors: (number: number) => Promise<Contributors>;
  /** Live role of an account: `admin`, `maintain`, `write`, `triage`, `read`, `none` (also for an unknown account); a custom role answers with its base role. */
  readonly role: (login: string) => Promise<Role>;
  /**
   * Accounts (people, no bots) whose live role is `least` or more; null where GitHub refuses to tell (401, 403, 404).
   * `maintain` answers with `maintain` and `admin`. The list is complete or null, all pages.
   */
  readonly maintainers: (least?: Exclude<Role, "none">) => Promise<readonly string[] | null>;
  /** Numbers of the pull requests that contain a commit. */
  readonly pullRequestsOf: (commit: string) => Promise<readonly number[]>;
  /** `authorId`: the account that the token writes as; null where GitHub does not say. */
  readonly createComment: (
    number: number,
    body: string,
  ) => Promise<{ readonly id: number; readonly url: string; readonly authorId: number | null }>;
  readonly updateComment: (
    id: number,
    body: string,
  ) => Promise<{ readonly id: number; readonly url: string }>;
  readonly deleteComment: (id: number) => Promise<void>;
}

export type Role = "admin" | "maintain" | "write" | "triage" | "read" | "none";

export interface PullRequestState {
  readonly number: number;
  readonly title: string;
  readonly state: "open" | "closed";
  readonly draft: boolean;
  readonly author: Account;
  readonly assignees: readonly string[];
  readonly base: { readonly ref: string; readonly sha: string };
  readonly head: { readonly ref: string; readonly sha: string; readonly fork: boolean };
  readonly changedFiles: number;
}

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly bot: boolean;
}

export interface Comment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  readonly author: Account;
  /** `OWNER`, `MEMBER`, `COLLABORATOR`, … */
  readonly association: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

export interface Contributors {
  readonly logins: readonly string[];
  /** Commits of which GitHub does not know the author, the committer or a co-author. */
  readonly unknownCommits: number;
}

/** A request that GitHub refused or that failed after all retries. */
export class GitHubError extends Error {
  override readonly name = "GitHubError";
  readonly status: number;
  /** `permission` (401, 403 without rate limit), `not-found`, `rate-limit`, `unavailable` (5xx, network), `invalid`. */
  readonly reason: "permission" | "not-found" | "rate-limit" | "unavailable" | "invalid";
  /** Permission that GitHub says is missing, as a workflow writes it (`pull-requests: write`), or null. */
  readonly permission: string | null;

  constructor(
    message: string,
    status: number,
    reason: GitHubError["reason"],
    permission: string | null = null,
  ) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.permission = permission;
  }
}
