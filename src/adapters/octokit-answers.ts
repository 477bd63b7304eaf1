import * as v from "valibot";

import { GitHubError } from "../ports/git-hub.ts";
import type { Account, Comment, PullRequestState } from "../ports/git-hub.ts";

/** The parts of GitHub's answers that are used, checked where they come in (REST API description, 2022-11-28). */

/** A deleted account is null, in some answers an empty object. */
const account = v.union([
  v.object({ id: v.number(), login: v.string(), type: v.string() }),
  v.pipe(
    v.nullish(v.object({})),
    v.transform(() => null),
  ),
]);

export const pullRequest = v.object({
  number: v.number(),
  title: v.string(),
  state: v.picklist(["open", "closed"]),
  draft: v.optional(v.boolean(), false),
  user: account,
  assignees: v.nullish(v.array(account)),
  base: v.object({ ref: v.string(), sha: v.string(), repo: v.object({ full_name: v.string() }) }),
  head: v.object({
    ref: v.string(),
    sha: v.string(),
    repo: v.nullable(v.object({ full_name: v.string() })),
  }),
  changed_files: v.number(),
  commits: v.number(),
});

export const comment = v.object({
  id: v.number(),
  html_url: v.string(),
  body: v.nullish(v.string()),
  user: account,
  author_association: v.string(),
  created_at: v.string(),
  updated_at: v.string(),
});

export const writtenComment = v.object({
  id: v.number(),
  html_url: v.string(),
  user: v.nullish(v.object({ id: v.optional(v.number()) })),
});

export const commit = v.object({
  sha: v.string(),
  parents: v.array(v.object({ sha: v.string() })),
  author: account,
  committer: account,
  commit: v.object({
    message: v.string(),
    verification: v.optional(v.object({ verified: v.boolean() })),
  }),
});

export type CommitAnswer = v.InferOutput<typeof commit>;

export const comparison = v.object({ merge_base_commit: v.object({ sha: v.string() }) });

export const commitId = v.object({ sha: v.string() });

export const numbered = v.object({ number: v.number() });

const flags = v.object({
  admin: v.boolean(),
  maintain: v.optional(v.boolean(), false),
  push: v.boolean(),
  triage: v.optional(v.boolean(), false),
  pull: v.boolean(),
});

export type RoleFlags = v.InferOutput<typeof flags>;

export const permission = v.object({
  permission: v.string(),
  role_name: v.optional(v.string(), ""),
  user: v.nullish(v.object({ permissions: v.optional(flags) })),
});

export const collaborator = v.object({ login: v.string(), type: v.string(), permissions: v.optional(flags) });

/** Throws `GitHubError` "invalid" where an answer is not as GitHub describes it (a proxy's page, an old server). */
export function check<const Schema extends v.GenericSchema>(
  what: string,
  schema: Schema,
  value: unknown,
): v.InferOutput<Schema> {
  const parsed = v.safeParse(schema, value);
  if (parsed.success) return parsed.output;
  const place = v.getDotPath(parsed.issues[0]) ?? "the whole";
  throw new GitHubError(
    `GitHub's answer about ${what} is not as it is described (${place}).`,
    200,
    "invalid",
  );
}

/** What GitHub shows for an account that was deleted. */
const ghost: Account = { id: 10_137, login: "ghost", bot: false };

function toAccount(found: v.InferOutput<typeof account>): Account {
  return found === null ? ghost : { id: found.id, login: found.login, bot: found.type === "Bot" };
}

export function toPullRequest(found: v.InferOutput<typeof pullRequest>): PullRequestState {
  return {
    number: found.number,
    title: found.title,
    state: found.state,
    draft: found.draft,
    author: toAccount(found.user),
    assignees: (found.assignees ?? []).flatMap((each) => each?.login ?? []),
    base: { ref: found.base.ref, sha: found.base.sha },
    head: {
      ref: found.head.ref,
      sha: found.head.sha,
      // The repository of a deleted fork is null.
      fork: found.head.repo?.full_name !== found.base.repo.full_name,
    },
    changedFiles: found.changed_files,
  };
}

export function toComment(found: v.InferOutput<typeof comment>): Comment {
  return {
    id: found.id,
    url: found.html_url,
    body: found.body ?? "",
    author: toAccount(found.user),
    association: found.author_association,
    createdAt: found.created_at,
    updatedAt: found.updated_at,
  };
}
