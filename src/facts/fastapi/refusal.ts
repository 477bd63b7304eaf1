import type { Call, Expression } from "../../syntax/python/ast.ts";
import { childrenOf, walkScope } from "../../syntax/python/walk.ts";
import type { PythonNode } from "../../syntax/python/walk.ts";
import { attributeOf } from "../values/attribute.ts";
import { argumentValue } from "../values/call.ts";
import { findMember, linearise } from "../values/class.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { functionOf, innerScope } from "../values/scope.ts";
import { known, lazy, noArguments } from "../values/value.ts";
import type { Arguments, FunctionValue, Scope, Value } from "../values/value.ts";
import { isRefusalName } from "./guard-name.ts";
import { lastPart } from "../../text/names.ts";

/** How many calls deep a refusal is looked for. */
const deepest = 3;

const httpExceptions = new Set([
  "fastapi.HTTPException",
  "starlette.exceptions.HTTPException",
  "fastapi.WebSocketException",
]);
const refusing = new Set([401, 403]);

/** Finds out whether calling something of the repository can end in a 401 or 403. Results are kept per project. */
export interface Refusals {
  readonly evaluator: Evaluator;
  /** By path, offset and depth: what is found depends on how far is still looked. */
  readonly known: Map<string, boolean>;
}

export function createRefusals(evaluator: Evaluator): Refusals {
  return { evaluator, known: new Map() };
}

/** Does the dependency itself, or a function of the repository that it calls, raise 401 or 403? */
export function refuses(refusals: Refusals, callable: Value): boolean {
  const fn = functionOfCallable(refusals.evaluator, callable);
  if (fn !== null && functionRefuses(refusals, fn, 0)) return true;
  return (
    callable.kind === "instance" && handedOver(callable.arguments).some((given) => refuses(refusals, given))
  );
}

/** Does a function refuse, from each number of calls below a dependency at which it may be met? */
export function refusesFrom(refusals: Refusals, fn: FunctionValue): readonly boolean[] {
  return Array.from({ length: deepest + 1 }, (_, depth) => functionRefuses(refusals, fn, depth));
}

/** Does a decorator refuse: the function itself, or one that it puts around the decorated one? */
export function refusesAround(refusals: Refusals, decorator: FunctionValue, depth = 0): boolean {
  if (refuses(refusals, decorator)) return true;
  if (decorator.node.kind !== "function" || depth > 1) return false;
  const scope = bodyScope(refusals.evaluator, decorator);
  return decorator.node.body.some(
    (statement) =>
      statement.kind === "function" && refusesAround(refusals, functionOf(statement, scope, null), depth + 1),
  );
}

/** Classes and functions that an object was made with, such as `Permissions([IsAdmin])`: it is there to call them. */
function handedOver({ positional, keywords }: Arguments): readonly Value[] {
  const values = [...positional, ...keywords.values()].map((argument) => argument.value());
  return values
    .flatMap((value) => (value.kind === "list" ? value.items : [value]))
    .filter((value) => value.kind === "class" || value.kind === "function");
}

/** The function that runs when a dependency is called. */
function functionOfCallable(evaluator: Evaluator, callable: Value): FunctionValue | null {
  if (callable.kind === "function") return callable;
  const member =
    callable.kind === "instance"
      ? attributeOf(evaluator, callable, "__call__")
      : callable.kind === "class"
        ? constructorOf(evaluator, callable)
        : null;
  return member?.kind === "function" ? member : null;
}

function constructorOf(evaluator: Evaluator, definition: Extract<Value, { kind: "class" }>): Value | null {
  const member = findMember(evaluator, definition, "__init__");
  return member?.kind === "other" ? member.value : null;
}

function functionRefuses(refusals: Refusals, fn: FunctionValue, depth: number): boolean {
  if (fn.node.kind !== "function") return false;
  const key = `${fn.path}:${fn.node.start}:${depth}`;
  const found = refusals.known.get(key);
  if (found !== undefined) return found;
  refusals.known.set(key, false);
  const scope = bodyScope(refusals.evaluator, fn);
  let result = false;
  for (const node of uncaught(fn.node.body)) {
    if (node.kind === "raise" && node.exception !== null) {
      result = raisesRefusal(refusals.evaluator, node.exception, scope);
    } else if (node.kind === "call" && depth < deepest) {
      result = callRefuses(refusals, node, scope, depth);
    }
    if (result) break;
  }
  refusals.known.set(key, result);
  return result;
}

/** What runs in a body and can raise out of it: blocks whose exceptions are swallowed are left out. */
function* uncaught(body: readonly PythonNode[]): Generator<PythonNode> {
  const pending = [...body].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    if (node.kind === "function" || node.kind === "class" || node.kind === "lambda") continue;
    const inner =
      node.kind === "try" && node.handlers.some(swallows)
        ? [...node.handlers.flatMap((handler) => handler.body), ...node.otherwise, ...node.finally]
        : [...childrenOf(node)];
    for (const child of inner.reverse()) pending.push(child);
  }
}

type Handler = Extract<PythonNode, { kind: "try" }>["handlers"][number];

/** `except Exception:` (or `except HTTPException:`) that raises nothing itself. */
function swallows({ type, body }: Handler): boolean {
  const types = type === null ? [] : type.kind === "tuple" ? type.elements : [type];
  const names = types.map((item) =>
    item.kind === "attribute" ? item.attribute : item.kind === "name" ? item.id : "",
  );
  const isBroad =
    type === null || names.some((name) => /^(?:BaseException|Exception|HTTPException)$/.test(name));
  if (!isBroad) return false;
  for (const node of walkScope(body)) if (node.kind === "raise") return false;
  return true;
}

/** Names that the body assigns, so that `raise credentials_exception` finds its exception, and `self`. */
function bodyScope(evaluator: Evaluator, fn: FunctionValue): Scope {
  const self = fn.self ?? ownerInstance(fn);
  const scope = innerScope(fn.scope, "function", fn.name, { class: fn.owner, self });
  if (fn.node.kind !== "function") return scope;
  for (const [at, parameter] of fn.node.parameters.entries()) {
    const expression: Expression = { ...nameAt(parameter), id: parameter.name };
    const value: Value = at === 0 && self !== null ? self : { kind: "expression", expression, scope };
    scope.names.set(parameter.name, known(value));
  }
  for (const node of walkScope(fn.node.body)) {
    if (node.kind !== "assign") continue;
    for (const target of node.targets) {
      if (target.kind !== "name") continue;
      const origin = { expression: node.value, scope };
      scope.names.set(
        target.id,
        lazy(() => evaluate(evaluator, node.value, scope), origin),
      );
    }
  }
  return scope;
}

/** What `self` is in a method that is looked at without an instance. */
function ownerInstance({ owner, node }: FunctionValue): Value | null {
  const isStatic =
    node.kind === "function" &&
    node.decorators.some((decorator) => decorator.kind === "name" && decorator.id === "staticmethod");
  if (owner === null || isStatic) return null;
  const where = { path: owner.path, line: owner.node.line, endLine: owner.node.endLine };
  return { kind: "instance", class: owner, arguments: noArguments, attributes: new Map(), where };
}

function nameAt(span: {
  readonly line: number;
  readonly endLine: number;
  readonly start: number;
  readonly end: number;
}) {
  const { line, endLine, start, end } = span;
  return { kind: "name", line, endLine, start, end } as const;
}

function callRefuses(refusals: Refusals, call: Call, scope: Scope, depth: number): boolean {
  const callee = evaluate(refusals.evaluator, call.callee, scope);
  return callee.kind === "function" && functionRefuses(refusals, callee, depth + 1);
}

function raisesRefusal(evaluator: Evaluator, exception: Expression, scope: Scope): boolean {
  const value = evaluate(evaluator, exception, scope);
  switch (value.kind) {
    case "external-call":
      return httpExceptions.has(value.name)
        ? isRefusingStatus(value.arguments)
        : isRefusalName(lastPart(value.name));
    case "external":
      return isRefusalName(lastPart(value.name));
    case "class":
      return classRefuses(evaluator, value);
    case "instance":
      return instanceRefuses(evaluator, value);
    default:
      return false;
  }
}

function isRefusingStatus(args: Arguments): boolean {
  const status = argumentValue(args, 0, "status_code");
  return status?.kind === "constant" && typeof status.value === "number" && refusing.has(status.value);
}

/** An exception of the repository: by the status that it hands to `HTTPException`, else by its name. */
function instanceRefuses(evaluator: Evaluator, instance: Extract<Value, { kind: "instance" }>): boolean {
  const handed = evaluator.baseArguments.get(instance);
  const status =
    handed === undefined
      ? argumentValue(instance.arguments, null, "status_code")
      : argumentValue(handed, 0, "status_code");
  if (status?.kind === "constant" && typeof status.value === "number") return refusing.has(status.value);
  return classRefuses(evaluator, instance.class);
}

/** Is the class an exception that refuses? */
export function classRefuses(evaluator: Evaluator, definition: Extract<Value, { kind: "class" }>): boolean {
  const status = attributeOf(evaluator, definition, "status_code");
  if (status?.kind === "constant" && typeof status.value === "number") return refusing.has(status.value);
  const { classes } = linearise(evaluator, definition);
  return classes.some((item) => isRefusalName(item.node.name));
}
