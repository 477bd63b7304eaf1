import type { AnswerSource } from "../../src/escalation/gather.ts";
import {
  GitHubError,
  type Account,
  type Comment,
  type PullRequestState,
  type Role,
} from "../../src/ports/git-hub.ts";

/** What a fake GitHub knows of one repository and its pull requests. Logins are lower case. */
export interface Repository {
  /** Live roles. An account that is missing does not exist (404). */
  readonly roles: Readonly<Record<string, Role>>;
  readonly comments?: readonly Comment[];
  readonly contributors?: readonly string[];
  readonly unknownCommits?: number;
  /** What GitHub refuses (403). */
  readonly refuses?: readonly ("roles" | "list" | "comments" | "contributors")[];
  /** What fails (502). */
  readonly fails?: keyof AnswerSource;
}

/** The part of the port that answers are read from, over a value; `calls` records what was asked. */
export function gitHubOf(repository: Repository): AnswerSource & { readonly calls: string[] } {
  const calls: string[] = [];
  const ask = <T>(name: keyof AnswerSource, what: string, refused: boolean, answer: () => T): Promise<T> => {
    calls.push(what === "" ? name : `${name} ${what}`);
    if (repository.fails === name)
      return Promise.reject(new GitHubError("502 Bad Gateway", 502, "unavailable"));
    if (refused) return Promise.reject(new GitHubError("403 Forbidden", 403, "permission"));
    return Promise.resolve().then(answer);
  };
  const refuses = (what: NonNullable<Repository["refuses"]>[number]) =>
    repository.refuses?.includes(what) ?? false;
  const ranks: readonly Role[] = ["none", "read", "triage", "write", "maintain", "admin"];
  return {
    calls,
    comments: (number) =>
      ask("comments", String(number), refuses("comments"), () => repository.comments ?? []),
    contributors: (number) =>
      ask("contributors", String(number), refuses("contributors"), () => ({
        logins: repository.contributors ?? [],
        unknownCommits: repository.unknownCommits ?? 0,
      })),
    role: (login) =>
      ask("role", login, refuses("roles"), () => {
        const role = repository.roles[login.toLowerCase()];
        if (role === undefined) throw new GitHubError("404 Not Found", 404, "not-found");
        return role;
      }),
    maintainers: (least = "maintain") =>
      ask("maintainers", least, false, () =>
        refuses("list")
          ? null
          : Object.entries(repository.roles)
              .filter(([, role]) => ranks.indexOf(role) >= ranks.indexOf(least))
              .map(([login]) => login),
      ),
  };
}

export function account(login: string): Account {
  return { id: login.length, login, bot: login.endsWith("[bot]") };
}

export function pullRequest(parts: Partial<PullRequestState> = {}): PullRequestState {
  return {
    number: 7,
    title: "Weekly requirements",
    state: "open",
    draft: false,
    author: account("author"),
    assignees: [],
    base: { ref: "main", sha: "c".repeat(40) },
    head: { ref: "weekly", sha: "a".repeat(40), fork: false },
    changedFiles: 3,
    ...parts,
  };
}

let written = 0;

/** A comment, later than the one before. */
export function comment(login: string, body: string, parts: Partial<Comment> = {}): Comment {
  written += 1;
  const createdAt = new Date(Date.UTC(2026, 0, 7, 8, written)).toISOString();
  return {
    id: written,
    url: `https://github.example/acme/api/pull/7#issuecomment-${written}`,
    body,
    author: account(login),
    association: "MEMBER",
    createdAt,
    updatedAt: createdAt,
    ...parts,
  };
}
