import type { Guard } from "../contract.ts";
import type { Location } from "../location.ts";
import { booleanOf } from "../values/value.ts";
import { callableName } from "./callable-name.ts";
import type { Dependant, Edge } from "./dependency.ts";
import { isGuardName } from "./guard-name.ts";
import { refuses } from "./refusal.ts";
import type { Refusals } from "./refusal.ts";

type Because = Guard["because"];
const strength: Readonly<Record<Because, number>> = {
  "security-scheme": 3,
  raises: 2,
  configured: 1,
  name: 0,
};

/**
 * The dependencies of an operation that can refuse a request. A guard is the outermost dependency, the one that is
 * attached to the handler, decorator, router or include; what makes it one may stand deeper in its tree. Bundles of
 * parameters and services that merely pass a guard on are looked through, so that renaming one changes nothing.
 */
export function guardsOf(refusals: Refusals, root: Dependant): readonly Guard[] {
  const guards = new Map<string, Guard>();
  const opened = new Set<string>();
  const add = (edge: Edge, where: Location, scopes: readonly string[], depth: number): void => {
    const name = callableName(edge.dependant.callable);
    if (depth < deepestBundle && isBundle(refusals, edge.dependant, name)) {
      if (opened.has(edge.dependant.id)) return;
      opened.add(edge.dependant.id);
      for (const child of edge.dependant.children) add(child, where, [...scopes, ...edge.scopes], depth + 1);
      return;
    }
    const because = strongest(refusals, edge.dependant, name);
    if (because === null) return;
    const guard: Guard = { name, because, scopes: scopesBelow(edge, scopes), where };
    const key = `${guard.name}\u0000${guard.scopes.join(" ")}`;
    if (!guards.has(key)) guards.set(key, guard);
  };
  for (const edge of root.children) add(edge, edge.where, [], 0);
  return [...guards.values()];
}

const deepestBundle = 6;

/** A class, or a function that reads parameters of its own, that neither refuses nor is called like a guard. */
function isBundle(refusals: Refusals, dependant: Dependant, name: string): boolean {
  if (dependant.callable.kind !== "class" && dependant.fields.length === 0) return false;
  return !isGuardName(name) && reasonOf(refusals, dependant) === null;
}

function strongest(refusals: Refusals, root: Dependant, name: string): Because | null {
  let found: Because | null = isGuardName(name) ? "name" : null;
  const visited = new Set<string>();
  const visit = (dependant: Dependant): void => {
    if (visited.has(dependant.id)) return;
    visited.add(dependant.id);
    const own = reasonOf(refusals, dependant);
    if (own !== null && (found === null || strength[own] > strength[found])) found = own;
    for (const { dependant: child } of dependant.children) visit(child);
  };
  visit(root);
  return found;
}

/** A scheme that leaves the decision to others (`auto_error=False`) refuses nothing itself. */
function reasonOf(refusals: Refusals, dependant: Dependant): Because | null {
  if (dependant.scheme !== null && !isLenient(dependant)) return "security-scheme";
  if (refuses(refusals, dependant.callable)) return "raises";
  return !dependant.known && isGuardName(callableName(dependant.callable)) ? "name" : null;
}

function isLenient({ callable }: Dependant): boolean {
  if (callable.kind !== "external-call" && callable.kind !== "instance") return false;
  const given = callable.arguments.keywords.get("auto_error")?.value();
  return given !== undefined && booleanOf(given) === false;
}

/** Scopes above the guard, at its place and on all ways below it. */
function scopesBelow(edge: Edge, above: readonly string[]): readonly string[] {
  const scopes = new Set(above);
  const visited = new Set<string>();
  const visit = ({ dependant, scopes: own }: Edge): void => {
    for (const scope of own) scopes.add(scope);
    if (visited.has(dependant.id)) return;
    visited.add(dependant.id);
    for (const child of dependant.children) visit(child);
  };
  visit(edge);
  return [...scopes].sort();
}
