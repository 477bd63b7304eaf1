import { unparse } from "../../syntax/python/unparse.ts";
import type { Arguments, FunctionValue, Lazy, Scope, Value } from "../values/value.ts";
import { lastPart } from "../../text/names.ts";

/** Arguments within arguments are written so far. */
const deepest = 4;

/**
 * The name of a dependency: its qualified name within its module, with the arguments that it was made with:
 * `get_current_user`, `RoleChecker(["admin"])`, `require_role("ADMIN")`. The module is left out, so that moving a
 * file changes nothing; two dependencies of one name are told apart by what makes them guards, not by their place.
 */
export function callableName(value: Value, depth = 0): string {
  if (depth > deepest) return "…";
  switch (value.kind) {
    case "function":
      return functionName(value, depth);
    case "class":
      return value.name;
    case "instance":
      return `${value.class.name}(${argumentsText(value.arguments, depth)})`;
    case "external":
      return lastPart(value.name);
    case "external-call":
      return externalCallName(value, depth);
    case "expression":
      return unparse(value.expression);
    default:
      return value.kind;
  }
}

function functionName(fn: FunctionValue, depth: number): string {
  const made = callOf(fn.scope);
  if (made !== null) return `${callableName(made.fn, depth + 1)}(${argumentsText(made.arguments, depth)})`;
  if (fn.self?.kind === "instance") return `${callableName(fn.self, depth + 1)}.${lastPart(fn.name)}`;
  return fn.node.kind === "lambda" ? `lambda: ${unparse(fn.node.body)}` : fn.name;
}

/** The call in which a closure was made. */
function callOf(scope: Scope): Scope["call"] {
  for (let at: Scope | null = scope; at !== null; at = at.parent) {
    if (at.call !== null) return at.call;
  }
  return null;
}

function externalCallName(value: Extract<Value, { kind: "external-call" }>, depth: number): string {
  const name = lastPart(value.name);
  if (!value.name.startsWith("fastapi.security.")) return `${name}(${argumentsText(value.arguments, depth)})`;
  // Of a scheme only the name of the key matters: addresses and descriptions are documentation.
  const key = value.arguments.keywords.get("name");
  return key === undefined ? name : `${name}(name=${lazyText(key, depth)})`;
}

function argumentsText({ positional, keywords, open }: Arguments, depth: number): string {
  const parts = [
    ...positional.slice(0, 20).map((value) => lazyText(value, depth)),
    ...[...keywords]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${lazyText(value, depth)}`),
  ];
  return [...parts, ...(open ? ["…"] : [])].join(", ");
}

/** By value where it is known, so that a constant may be renamed or moved; else as written. */
function lazyText(lazy: Lazy, depth: number): string {
  return valueText(lazy.value(), depth + 1) ?? (lazy.origin === null ? "…" : unparse(lazy.origin.expression));
}

function valueText(value: Value, depth: number): string | null {
  if (depth > deepest) return "…";
  switch (value.kind) {
    case "constant":
      if (value.value === null) return "None";
      if (typeof value.value === "boolean") return value.value ? "True" : "False";
      return JSON.stringify(value.value);
    case "enum-member":
      return `${value.class.name}.${value.name}`;
    case "list": {
      const items = value.items.slice(0, 50).map((item) => valueText(item, depth + 1));
      return items.includes(null) ? null : `[${items.join(", ")}]`;
    }
    case "class":
    case "function":
    case "instance":
    case "external":
      return callableName(value, depth + 1);
    default:
      return null;
  }
}
