import type { Account, Role } from "../ports/git-hub.ts";
import type { Authority, Settings } from "../settings/settings.ts";

/** Who made a change: they do not answer for it while somebody else could. Logins in lower case. */
export interface Makers {
  readonly author: Account;
  /** Authors, committers and co-authors of the commits; where a bot opened the pull request, its assignees too. */
  readonly contributors: ReadonlySet<string>;
  /** Commits whose author GitHub does not know. */
  readonly unknownCommits: number;
}

/** What GitHub says about roles. Everything that was not asked is missing. */
export interface Roles {
  /** Live role by login in lower case; `refused` where GitHub does not tell. */
  readonly of: ReadonlyMap<string, Role | "refused">;
  /** Logins with at least this live role, complete; null where GitHub does not tell. */
  readonly atLeast: ReadonlyMap<Role, readonly string[] | null>;
}

/** Who may answer for one route (interface.md, "From findings to verdict"). */
export interface Answerers {
  /** The route's authorities answer; where that leaves nobody, whoever has role `maintain`. */
  readonly basis: "route" | "maintainers";
  readonly authorities: readonly Authority[];
  /** Logins, as far as they can be named, in order. */
  readonly who: readonly string[];
  /** Only makers of the change are left: those with live role `maintain` may answer for themselves. */
  readonly nobodyElse: boolean;
  /** Some authority cannot be named: a team, or a list of roles that GitHub does not give. */
  readonly unnamed: boolean;
}

/** The role from which somebody answers where nobody is configured. */
export const defaultRole = "maintain" satisfies Role;

const roles = ["none", "read", "triage", "write", "maintain", "admin"] as const satisfies readonly Role[];

function hasRole(role: Role | "refused" | undefined, least: Role): boolean {
  if (role === undefined || role === "refused") return false;
  return roles.indexOf(role) >= roles.indexOf(least);
}

/** The authorities of a route. One without an entry (ARCHITECT, by default) is whoever has role `maintain`. */
export function authoritiesOf(route: readonly string[], settings: Settings): readonly Authority[] {
  return route.map(
    (name) => settings.escalation.authorities[name] ?? { users: [], teams: [], minRole: defaultRole },
  );
}

export function answerersOf(
  route: readonly string[],
  makers: Makers,
  known: Roles,
  settings: Settings,
): Answerers {
  const authorities = authoritiesOf(route, settings);
  const mayAct = (login: string) =>
    !isMaker(login, makers, settings) && known.of.get(login.toLowerCase()) !== "none";
  const lists = authorities.flatMap(({ minRole }) =>
    minRole === null ? [] : [known.atLeast.get(minRole) ?? null],
  );
  const named = authorities.flatMap(({ users }) => users);
  const who = distinct([...named, ...lists.flatMap((list) => list ?? [])].filter(mayAct));
  const unnamed = lists.includes(null) || authorities.some(({ teams }) => teams.length > 0);
  if (who.length > 0 || unnamed) return { basis: "route", authorities, who, nobodyElse: false, unnamed };
  const maintainers = known.atLeast.get(defaultRole) ?? null;
  const others = distinct((maintainers ?? []).filter(mayAct));
  const nobodyElse = maintainers !== null && others.length === 0;
  return {
    basis: "maintainers",
    authorities,
    who: nobodyElse ? distinct(maintainers) : others,
    nobodyElse,
    unnamed: maintainers === null,
  };
}

export type Permission =
  | { readonly may: true }
  /** `maker`: author or contributor of the change. `why` follows the login: "`alice` …". */
  | { readonly may: false; readonly maker: boolean; readonly why: string };

/** Whether an account may answer. `association` is GitHub's word beside its comment. */
export function mayAnswer(
  account: Account,
  association: string,
  answerers: Answerers,
  makers: Makers,
  known: Roles,
  settings: Settings,
): Permission {
  const login = account.login.toLowerCase();
  const role = known.of.get(login);
  if (account.bot) return no("is a bot");
  if (isMaker(login, makers, settings)) {
    if (answerers.nobodyElse && hasRole(role, defaultRole)) return { may: true };
    const what = login === makers.author.login.toLowerCase() ? "is the author" : "contributed to this change";
    return { may: false, maker: true, why: what };
  }
  if (role === "none") return no("has no access to this repository");
  // Where roles or teams are not told, GitHub's own word for the owner is what is left.
  const owner = association === "OWNER" && (role === "refused" || answerers.unnamed);
  if (owner) return { may: true };
  if (answerers.basis === "route") {
    const qualifies = answerers.authorities.some(
      ({ users, minRole }) =>
        users.some((user) => user.toLowerCase() === login) || (minRole !== null && hasRole(role, minRole)),
    );
    if (qualifies) return { may: true };
  } else if (hasRole(role, defaultRole)) {
    return { may: true };
  }
  return no(
    role === "refused" ? "has a role that GitHub does not tell this job" : "is not an authority for it",
  );
}

/** Author always, contributors unless the configuration allows them. */
function isMaker(login: string, makers: Makers, settings: Settings): boolean {
  const name = login.toLowerCase();
  if (name === makers.author.login.toLowerCase()) return true;
  return makers.contributors.has(name) && !settings.escalation.allowContributors;
}

function no(why: string): Permission {
  return { may: false, maker: false, why };
}

function distinct(logins: readonly string[]): readonly string[] {
  const byName = new Map(logins.map((login) => [login.toLowerCase(), login]));
  return [...byName.values()].sort((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1));
}
