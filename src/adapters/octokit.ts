import { getOctokit } from "@actions/github";
import * as v from "valibot";

import { GitHubError } from "../ports/git-hub.ts";
import type { GitHub, Role } from "../ports/git-hub.ts";
import type { Log } from "../ports/log.ts";
import * as answers from "./octokit-answers.ts";
import { check, toComment, toPullRequest } from "./octokit-answers.ts";
import type { CommitAnswer, RoleFlags } from "./octokit-answers.ts";
import { contributorsOf } from "./octokit-contributors.ts";
import { makePatient, usualPatience } from "./octokit-patience.ts";
import type { Patience } from "./octokit-patience.ts";

export interface Connection {
  readonly token: string;
  /** `GITHUB_API_URL`, without a slash at the end. */
  readonly apiUrl: string;
  readonly owner: string;
  readonly repository: string;
}

/** At most this many commits are listed of a pull request (REST API, "List commits on a pull request"). */
const listedCommits = 250;

/** GitHub's names of roles where it filters collaborators, from the least. */
const permissions = ["pull", "triage", "push", "maintain", "admin"] as const;
const permissionOf = {
  read: "pull",
  triage: "triage",
  write: "push",
  maintain: "maintain",
  admin: "admin",
} as const;

/** GitHub's REST API for one repository. Every method throws `GitHubError`. */
export function connectGitHub(connection: Connection, log: Log, patience: Patience = usualPatience): GitHub {
  const octokit = getOctokit(connection.token, {
    baseUrl: connection.apiUrl,
    userAgent: "coord-platform",
    log: { debug: log.debug, info: log.debug, warn: log.debug, error: log.debug },
  });
  makePatient(octokit, connection.apiUrl, patience, log);
  const place = { owner: connection.owner, repo: connection.repository };
  const all = { ...place, per_page: 100 };

  const readPull = async (number: number) => {
    const answer = await octokit.request("GET /repos/{owner}/{repo}/pulls/{pull_number}", {
      ...place,
      pull_number: number,
    });
    return check(`pull request ${number}`, answers.pullRequest, answer.data);
  };
  const comparePages = async (basehead: string): Promise<readonly CommitAnswer[]> => {
    const route = "GET /repos/{owner}/{repo}/compare/{basehead}";
    const commits: unknown = await octokit.paginate(route, { ...all, basehead }, ({ data }) => data.commits);
    return check("the commits", v.array(answers.commit), commits);
  };
  const collaborators = async (permission: (typeof permissions)[number]) => {
    const found: unknown = await octokit.paginate("GET /repos/{owner}/{repo}/collaborators", {
      ...all,
      permission,
    });
    return check("the collaborators", v.array(answers.collaborator), found);
  };

  return {
    pullRequest: async (number) => toPullRequest(await readPull(number)),
    commit: async (revision) => {
      const answer = await octokit.request("GET /repos/{owner}/{repo}/commits/{ref}", {
        ...place,
        ref: revision,
        per_page: 1,
      });
      return check(`commit ${revision}`, answers.commitId, answer.data).sha;
    },
    mergeBase: async (base, head) => {
      const answer = await octokit.request("GET /repos/{owner}/{repo}/compare/{basehead}", {
        ...place,
        basehead: `${base}...${head}`,
        // The list of files comes with the first page whatever is asked for; the commits need not.
        per_page: 1,
      });
      return check("the merge base", answers.comparison, answer.data).merge_base_commit.sha;
    },
    comments: async (number) => {
      const route = "GET /repos/{owner}/{repo}/issues/{issue_number}/comments";
      const found: unknown = await octokit.paginate(route, { ...all, issue_number: number });
      const comments = check("the comments", v.array(answers.comment), found).map(toComment);
      return comments.sort((a, b) =>
        a.createdAt < b.createdAt ? -1 : a.createdAt > b.createdAt ? 1 : a.id - b.id,
      );
    },
    contributors: async (number) => {
      const route = "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits";
      const found: unknown = await octokit.paginate(route, { ...all, pull_number: number });
      const commits = check("the commits", v.array(answers.commit), found);
      if (commits.length < listedCommits) return contributorsOf(commits);
      const pull = await readPull(number);
      const compared = await comparePages(`${pull.base.sha}...${pull.head.sha}`);
      const contributors = contributorsOf(compared);
      const unlisted = Math.max(0, pull.commits - compared.length);
      return { ...contributors, unknownCommits: contributors.unknownCommits + unlisted };
    },
    role: async (login) => {
      const route = "GET /repos/{owner}/{repo}/collaborators/{username}/permission";
      try {
        const answer = await octokit.request(route, { ...place, username: login });
        return toRole(check("a permission", answers.permission, answer.data));
      } catch (error) {
        if (error instanceof GitHubError && error.reason === "not-found") return "none";
        throw error;
      }
    },
    maintainers: async (least = "maintain") => {
      try {
        // The description leaves open whether a filter means "at least"; the union is right either way.
        const enough = permissions.slice(permissions.indexOf(permissionOf[least]));
        const found = [];
        for (const permission of enough) found.push(...(await collaborators(permission)));
        const people = found.filter(
          ({ type, permissions: has }) =>
            type !== "Bot" && enough.some((permission) => has?.[permission] === true),
        );
        return [...new Set(people.map(({ login }) => login))].sort();
      } catch (error) {
        if (error instanceof GitHubError && error.reason === "permission") return null;
        throw error;
      }
    },
    pullRequestsOf: async (commit) => {
      const route = "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls";
      const found: unknown = await octokit.paginate(route, { ...all, commit_sha: commit });
      return check("the pull requests", v.array(answers.numbered), found).map((each) => each.number);
    },
    createComment: async (number, body) => {
      const route = "POST /repos/{owner}/{repo}/issues/{issue_number}/comments";
      const answer = await octokit.request(route, { ...place, issue_number: number, body });
      return written(answer.data);
    },
    updateComment: async (id, body) => {
      const route = "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}";
      const answer = await octokit.request(route, { ...place, comment_id: id, body });
      const { url } = written(answer.data);
      return { id, url };
    },
    deleteComment: async (id) => {
      const route = "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}";
      await octokit.request(route, { ...place, comment_id: id });
    },
  };
}

function written(data: unknown) {
  const { id, html_url: url, user } = check("the comment", answers.writtenComment, data);
  return { id, url, authorId: user?.id ?? null };
}

const roles: readonly Role[] = ["admin", "maintain", "write", "triage", "read", "none"];

/** `permission` calls maintain "write" and triage "read"; `role_name` tells them apart, but may be a custom role, whose base role is in the flags. */
function toRole(found: v.InferOutput<typeof answers.permission>): Role {
  const known = (name: string) => roles.find((role) => role === name);
  const flags = found.user?.permissions;
  return (
    known(found.role_name) ??
    (flags === undefined ? undefined : highest(flags)) ??
    known(found.permission) ??
    "none"
  );
}

function highest(flags: RoleFlags): Role {
  if (flags.admin) return "admin";
  if (flags.maintain) return "maintain";
  if (flags.push) return "write";
  if (flags.triage) return "triage";
  return flags.pull ? "read" : "none";
}
