import {
  GitHubError,
  type Comment,
  type GitHub,
  type PullRequestState,
  type Role,
} from "../ports/git-hub.ts";
import type { Settings } from "../settings/settings.ts";
import { Failure } from "../text/failure.ts";
import { authoritiesOf, defaultRole, type Makers, type Roles } from "./authority.ts";
import { parseCommand } from "./commands.ts";

/** What waits for an answer: ids (or `specialists`) with the authorities that may give it. */
export type Asked = ReadonlyMap<string, readonly string[]>;

/** What GitHub recorded: the people and comments of each pull request (a merge group has several), and roles. */
export interface Recorded {
  readonly pullRequests: readonly {
    readonly number: number;
    readonly makers: Makers;
    /** Oldest first. */
    readonly comments: readonly Comment[];
  }[];
  readonly roles: Roles;
  /** What could not be asked, in sentences. */
  readonly notices: readonly string[];
}

export type AnswerSource = Pick<GitHub, "comments" | "contributors" | "role" | "maintainers">;

type ListedRole = Exclude<Role, "none">;

/**
 * Asks GitHub for everything that decides about the answers to `asked`; nothing where nothing is asked.
 * Roles and comments that GitHub refuses are said and count as not given. Throws `Failure` where a request fails.
 */
export async function gatherRecorded(
  gitHub: AnswerSource,
  pullRequests: readonly PullRequestState[],
  asked: Asked,
  settings: Settings,
): Promise<Recorded> {
  const notices: string[] = [];
  if (asked.size === 0) return { pullRequests: [], roles: { of: new Map(), atLeast: new Map() }, notices };
  const records = [];
  for (const pullRequest of pullRequests) {
    const comments = await commentsOf(gitHub, pullRequest, notices);
    records.push({ number: pullRequest.number, makers: await makersOf(gitHub, pullRequest), comments });
  }
  const routes = [...asked.values()];
  const logins = new Set([
    ...namedUsers(routes, settings),
    ...records.flatMap((record) => commenters(record.comments, asked)),
  ]);
  const roles = {
    of: await rolesOf(gitHub, [...logins], notices),
    atLeast: await listsOf(gitHub, routes, settings, notices),
  };
  for (const team of new Set(
    routes.flatMap((route) => authoritiesOf(route, settings)).flatMap((a) => a.teams),
  ))
    notices.push(`Team \`${team}\` cannot be asked: teams as authorities are not supported yet.`);
  return { pullRequests: records, roles, notices };
}

async function commentsOf(
  gitHub: AnswerSource,
  { number }: PullRequestState,
  notices: string[],
): Promise<readonly Comment[]> {
  return guarded(
    `the comments of pull request ${number}`,
    () => gitHub.comments(number),
    (error) => {
      notices.push(
        `GitHub does not show this job the comments${missing(error, "pull-requests: read")}, so no answer counts.`,
      );
      return [];
    },
  );
}

async function makersOf(gitHub: AnswerSource, pullRequest: PullRequestState): Promise<Makers> {
  const { author, assignees, number } = pullRequest;
  const what = `the commits of pull request ${number}`;
  // Without the contributors nobody can be told from a stranger: no answer may be taken then.
  const { logins, unknownCommits } = await guarded(what, () => gitHub.contributors(number), null);
  // A bot opens a pull request for somebody: whoever it is assigned to counts as its maker.
  const all = author.bot ? [...logins, ...assignees] : logins;
  return { author, contributors: new Set(all.map((login) => login.toLowerCase())), unknownCommits };
}

/** Accounts named for a route: a login that does not exist must not be the only one who could answer. */
function namedUsers(routes: readonly (readonly string[])[], settings: Settings): readonly string[] {
  return routes
    .flatMap((route) => authoritiesOf(route, settings))
    .flatMap(({ users }) => users)
    .map((user) => user.toLowerCase());
}

function commenters(comments: readonly Comment[], asked: Asked): readonly string[] {
  return comments.flatMap(({ body, author }) => {
    const command = author.bot ? null : parseCommand(body);
    const counts = command?.kind === "answer" && command.targets.some((target) => asked.has(target));
    return counts ? [author.login.toLowerCase()] : [];
  });
}

async function rolesOf(
  gitHub: AnswerSource,
  logins: readonly string[],
  notices: string[],
): Promise<Roles["of"]> {
  const roles = new Map<string, Role | "refused">();
  let said = false;
  for (const login of [...logins].sort()) {
    const role = await guarded<Role | "refused">(
      `the role of \`${login}\``,
      () => gitHub.role(login),
      (error) => {
        if (error.reason === "not-found") return "none";
        if (!said)
          notices.push(
            `GitHub does not tell this job anybody's role${missing(error, "metadata: read")}; accounts named in the configuration and the owner still count.`,
          );
        said = true;
        return "refused";
      },
    );
    roles.set(login, role);
  }
  return roles;
}

async function listsOf(
  gitHub: AnswerSource,
  routes: readonly (readonly string[])[],
  settings: Settings,
  notices: string[],
): Promise<Roles["atLeast"]> {
  const least = new Set<ListedRole>([defaultRole]);
  for (const { minRole } of routes.flatMap((route) => authoritiesOf(route, settings)))
    if (minRole !== null) least.add(minRole);
  const lists = new Map<Role, readonly string[] | null>();
  for (const role of least) {
    const list = await guarded<readonly string[] | null>(
      `who has role \`${role}\``,
      () => gitHub.maintainers(role),
      () => null,
    );
    lists.set(role, list);
  }
  if ([...lists.values()].includes(null))
    notices.push(
      "GitHub does not list this repository's collaborators for this job, so nobody can be named by role and nobody answers for their own change.",
    );
  return lists;
}

/** Runs a request. What GitHub refuses or does not have goes to `refused`; every other error ends the evaluation. */
async function guarded<T>(
  what: string,
  request: () => Promise<T>,
  refused: ((error: GitHubError) => T) | null,
): Promise<T> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (refused !== null && (error.reason === "permission" || error.reason === "not-found"))
      return refused(error);
    throw new Failure("unfinished", `GitHub did not answer for ${what}: ${error.message}`, { cause: error });
  }
}

function missing(error: GitHubError, usual: string): string {
  return ` (missing permission: \`${error.permission ?? usual}\`)`;
}
