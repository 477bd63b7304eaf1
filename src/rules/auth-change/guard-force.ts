import type { GuardChange } from "../../changes/changes.ts";
import { guardName } from "../../changes/contract/guards.ts";
import type { Guard } from "../../facts/contract.ts";
import type { Confidence } from "../../facts/location.ts";
import { canonicalJson } from "../../text/canonical.ts";
import { words } from "../../text/identifier-words.ts";
import { say, type Sentence } from "../../text/sentence.ts";

/** What happened to the guards of one or more operations in the same way and at the same place. */
export interface GuardMove {
  readonly operations: readonly string[];
  readonly removed: readonly Guard[];
  readonly added: readonly Guard[];
  /** The same guard with other arguments. */
  readonly altered: readonly { readonly before: Guard; readonly after: Guard }[];
  readonly lostScopes: readonly string[];
  readonly newScopes: readonly string[];
  readonly change: GuardChange;
}

/** Changes of guards, once per cause: a dependency of a router that guards ten operations is one. */
export function guardMoves(changes: readonly GuardChange[]): readonly GuardMove[] {
  const groups = new Map<string, GuardMove>();
  for (const change of changes) {
    const move = moveOf(change);
    const places = [...move.removed, ...move.added, ...move.altered.map(({ after }) => after)];
    const key = canonicalJson([
      names(move.removed),
      names(move.added),
      move.altered.map(({ before, after }) => [guardName(before), guardName(after)]),
      [...move.lostScopes, "|", ...move.newScopes],
      places.map(({ where }) => [where.path, where.line]),
      places.length === 0 ? change.operation : null,
    ]);
    const known = groups.get(key);
    groups.set(
      key,
      known === undefined ? move : { ...known, operations: [...known.operations, ...move.operations].sort() },
    );
  }
  return [...groups.values()];
}

function moveOf(change: GuardChange): GuardMove {
  const kept = new Set(change.after.map(guardName));
  const had = new Set(change.before.map(guardName));
  const gone = change.before.filter((guard) => !kept.has(guardName(guard)));
  const fresh = change.after.filter((guard) => !had.has(guardName(guard)));
  const altered = gone.flatMap((before) => {
    const after = fresh.find((guard) => calleeOf(guard) === calleeOf(before));
    return after === undefined ? [] : [{ before, after }];
  });
  const scopes = (guards: readonly Guard[]) => new Set(guards.flatMap((guard) => guard.scopes));
  const old = scopes(change.before);
  const now = scopes(change.after);
  return {
    operations: [change.operation],
    removed: gone.filter((guard) => !altered.some(({ before }) => before === guard)),
    added: fresh.filter((guard) => !altered.some(({ after }) => after === guard)),
    altered,
    lostScopes: [...old].filter((scope) => !now.has(scope)).sort(),
    newScopes: [...now].filter((scope) => !old.has(scope)).sort(),
    change,
  };
}

/** How a move changes the force of the protection, as far as names tell. */
export type Force = "removed" | "weakened" | "kept" | "added";

export function forceOf(move: GuardMove): Force {
  if (move.removed.length > 0 && move.added.length === 0) return "removed";
  if (move.removed.length > 0 && strongest(move.change.after) < strongest(move.change.before))
    return "weakened";
  if (move.lostScopes.length > 0 || move.altered.length > 0) return "weakened";
  if (move.removed.length > 0) return "kept";
  return "added";
}

const privileged: ReadonlySet<string> = new Set([
  "admin",
  "admins",
  "administrator",
  "superadmin",
  "superuser",
  "staff",
  "owner",
  "role",
  "roles",
  "permission",
  "permissions",
  "scope",
  "scopes",
  "privilege",
  "moderator",
]);
const lenient: ReadonlySet<string> = new Set(["optional", "maybe", "none", "anonymous", "try", "allow"]);

/** A guard that asks for more than to be known (2), one that asks for that (1), one that may let anybody pass (0). */
function strongest(guards: readonly Guard[]): number {
  const ranks = guards.map((guard) => {
    const parts = words(guardName(guard));
    if (parts.some((part) => lenient.has(part))) return 0;
    return parts.some((part) => privileged.has(part)) ? 2 : 1;
  });
  return Math.max(-1, ...ranks);
}

const administrators: ReadonlySet<string> = new Set([
  "admin",
  "admins",
  "administrator",
  "superadmin",
  "superuser",
  "staff",
]);

/** Whether names leave no doubt: who had to be an administrator needs no more than to be known. */
export function lostAdministrator({ change }: GuardMove): boolean {
  const asks = (guards: readonly Guard[]) =>
    guards.some(
      (guard) => guard.because !== "name" && words(guardName(guard)).some((part) => administrators.has(part)),
    );
  return asks(change.before) && strongest(change.after) < 2;
}

/** A guard that is one by its name alone may be none. */
export function confidenceIn(guards: readonly Guard[]): Confidence {
  return guards.every(({ because }) => because === "name") ? "medium" : "high";
}

export function names(guards: readonly Guard[]): readonly string[] {
  return [...new Set(guards.map(guardName))].sort();
}

/** "`GET /users`", "`GET /users` and 4 more". */
export function nameOperations(operations: readonly string[]): Sentence {
  const [first, ...others] = operations;
  return others.length === 0 ? say`\`${first ?? ""}\`` : say`\`${first ?? ""}\` and ${others.length} more`;
}

function calleeOf(guard: Guard): string {
  return guardName(guard).split("(", 1)[0] ?? "";
}
