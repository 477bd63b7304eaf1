import type { Call, Expression } from "../../syntax/python/ast.ts";
import { constantIn, type NameScope } from "../sqlalchemy/name-scope.ts";
import { itemsOf } from "./items.ts";
import type { Placed } from "../sqlalchemy/name-scope.ts";

/** The arguments of a call by parameter name, with what is left over. */
export interface Arguments {
  readonly scope: NameScope;
  readonly call: Call;
  readonly named: ReadonlyMap<string, Placed>;
  /** Positional arguments beyond the named parameters; starred literals are taken apart. */
  readonly rest: readonly Placed[];
  /** `*x` or `**x` that could not be taken apart. */
  readonly incomplete: boolean;
}

/** Binds a call's arguments to parameter names given in positional order. */
export function readArguments(scope: NameScope, call: Call, parameters: readonly string[]): Arguments {
  const named = new Map<string, Placed>();
  const rest: Placed[] = [];
  let incomplete = false;
  const positional: Placed[] = [];
  for (const argument of call.args) {
    if (argument.kind !== "starred") positional.push({ scope, expression: argument });
    else {
      const items = itemsOf(scope, argument.value);
      if (items === null) incomplete = true;
      else positional.push(...items);
    }
  }
  for (const [at, placed] of positional.entries()) {
    const name = parameters[at];
    if (name === undefined) rest.push(placed);
    else named.set(name, placed);
  }
  for (const keyword of call.keywords) {
    if (keyword.name !== null) named.set(keyword.name, { scope, expression: keyword.value });
    else incomplete = true;
  }
  return { scope, call, named, rest, incomplete };
}

export function expressionOf(args: Arguments, name: string): Expression | null {
  return args.named.get(name)?.expression ?? null;
}

/** A keyword that switches something on: true, false, or null when it is not given or not constant. */
export function flag(args: Arguments, name: string): boolean | null {
  const placed = args.named.get(name);
  if (placed === undefined) return null;
  const value = constantIn(placed.scope, placed.expression);
  return typeof value === "boolean" ? value : null;
}
