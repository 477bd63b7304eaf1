import type { Call, Expression } from "../../syntax/python/ast.ts";
import { walkScope } from "../../syntax/python/walk.ts";
import { attributeOf } from "../values/attribute.ts";
import { argumentValue } from "../values/call.ts";
import { findMember, linearise } from "../values/class.ts";
import { evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { innerScope } from "../values/scope.ts";
import { lazy } from "../values/value.ts";
import type { Arguments, FunctionValue, Scope, Value } from "../values/value.ts";
import { isRefusalName } from "./guard-name.ts";

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
  readonly known: Map<object, boolean>;
}

export function createRefusals(evaluator: Evaluator): Refusals {
  return { evaluator, known: new Map() };
}

/** Does the dependency itself, or a function of the repository that it calls, raise 401 or 403? */
export function refuses(refusals: Refusals, callable: Value): boolean {
  const fn = functionOfCallable(refusals.evaluator, callable);
  return fn !== null && functionRefuses(refusals, fn, 0);
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
  const key = fn.node;
  const found = refusals.known.get(key);
  if (found !== undefined) return found;
  refusals.known.set(key, false);
  const scope = bodyScope(refusals.evaluator, fn);
  let result = false;
  for (const node of walkScope(fn.node.body)) {
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

/** Names that the body assigns, so that `raise credentials_exception` finds its exception. */
function bodyScope(evaluator: Evaluator, fn: FunctionValue): Scope {
  const scope = innerScope(fn.scope, "function", fn.name, { class: fn.owner, self: fn.self });
  if (fn.node.kind !== "function") return scope;
  for (const parameter of fn.node.parameters) {
    const expression: Expression = { ...nameAt(parameter), id: parameter.name };
    scope.names.set(
      parameter.name,
      lazy(() => ({ kind: "expression", expression, scope }), null),
    );
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

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
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

function classRefuses(evaluator: Evaluator, definition: Extract<Value, { kind: "class" }>): boolean {
  const status = attributeOf(evaluator, definition, "status_code");
  if (status?.kind === "constant" && typeof status.value === "number") return refusing.has(status.value);
  const { classes } = linearise(evaluator, definition);
  return classes.some((item) => isRefusalName(item.node.name));
}
