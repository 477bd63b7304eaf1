import type {
  Attribute,
  Comprehension,
  Dictionary,
  Expression,
  JoinedString,
} from "../../syntax/python/ast.ts";
import { attributeOf, enumMembers, isEnum } from "./attribute.ts";
import { evaluateCall } from "./call.ts";
import { evaluate } from "./evaluator.ts";
import type { Evaluator } from "./evaluator.ts";
import { functionOf, innerScope, lookup, lookupLazy, valueOfResolution } from "./scope.ts";
import { builtText, constant, known, maximumItems, maximumText } from "./value.ts";
import type { DictValue, Scope, Value } from "./value.ts";

/** One step of `evaluate`: what this kind of expression stands for. */
export function evaluateExpression(evaluator: Evaluator, expression: Expression, scope: Scope): Value {
  const opaque: Value = { kind: "expression", expression, scope };
  switch (expression.kind) {
    case "name":
      return lookup(evaluator, expression.id, scope, expression.start) ?? opaque;
    case "attribute": {
      const base = evaluate(evaluator, expression.value, scope);
      return (
        attributeOf(evaluator, base, expression.attribute) ?? dotted(evaluator, expression, scope) ?? opaque
      );
    }
    case "string":
      return constant(expression.value);
    case "number":
      return Number.isNaN(expression.value) ? opaque : constant(expression.value);
    case "constant":
      return expression.value === "..." ? { kind: "ellipsis" } : constant(expression.value);
    case "joined-string":
      return joined(evaluator, expression, scope) ?? opaque;
    case "tuple":
    case "list":
    case "set":
      return { kind: "list", type: expression.kind, items: spread(evaluator, expression.elements, scope) };
    case "dict":
      return dictionary(evaluator, expression, scope);
    case "call":
      return evaluateCall(evaluator, expression, scope, false) ?? opaque;
    case "subscript":
      return (
        subscript(
          evaluate(evaluator, expression.value, scope),
          evaluate(evaluator, expression.index, scope),
        ) ?? opaque
      );
    case "binary": {
      const left = evaluate(evaluator, expression.left, scope);
      return binary(expression.operator, left, evaluate(evaluator, expression.right, scope)) ?? opaque;
    }
    case "unary": {
      const operand = evaluate(evaluator, expression.operand, scope);
      if (expression.operator === "not") {
        const isTrue = truth(operand);
        return isTrue === null ? opaque : constant(!isTrue);
      }
      if (operand.kind !== "constant" || typeof operand.value !== "number") return opaque;
      return expression.operator === "-" ? constant(-operand.value) : opaque;
    }
    case "boolean":
      return shortCircuit(evaluator, expression.operator, expression.operands, scope) ?? opaque;
    case "conditional": {
      const test = truth(evaluate(evaluator, expression.test, scope));
      if (test === null) return opaque;
      return evaluate(evaluator, test ? expression.then : expression.otherwise, scope);
    }
    case "comparison":
      return compare(evaluator, expression, scope) ?? opaque;
    case "lambda":
      return functionOf(expression, scope, null);
    case "comprehension":
      return comprehension(evaluator, expression, scope) ?? opaque;
    case "await":
    case "named":
      return evaluate(evaluator, expression.value, scope);
    case "slice":
    case "bytes":
    case "yield":
    case "starred":
    case "unknown":
      return opaque;
  }
}

/** `package.folder.name` where a folder is no module, so that no part of it is a value. */
function dotted(evaluator: Evaluator, expression: Attribute, scope: Scope): Value | null {
  let root: Expression = expression;
  while (root.kind === "attribute") root = root.value;
  if (root.kind !== "name" || lookupLazy(root.id, scope) !== null) return null;
  const resolution = evaluator.project.resolveExpression(scope.path, expression);
  return resolution.kind === "module" || resolution.kind === "definition"
    ? valueOfResolution(evaluator, resolution)
    : null;
}

/** Elements with `*spread` of known lists put in; an unknown spread stays as it is. */
function spread(evaluator: Evaluator, elements: readonly Expression[], scope: Scope): Value[] {
  return elements.flatMap((element) => {
    if (element.kind !== "starred") return [evaluate(evaluator, element, scope)];
    const value = evaluate(evaluator, element.value, scope);
    return value.kind === "list"
      ? value.items
      : [{ kind: "expression", expression: element, scope } as const];
  });
}

function dictionary(evaluator: Evaluator, expression: Dictionary, scope: Scope): Value {
  const result: DictValue = { kind: "dict", entries: [], open: false };
  for (const { key, value } of expression.entries) {
    const evaluated = evaluate(evaluator, value, scope);
    if (key !== null) setEntry(result, evaluate(evaluator, key, scope), evaluated);
    else mergeInto(result, evaluated);
  }
  return result;
}

/** `target.update(source)`. */
export function mergeInto(target: DictValue, source: Value): void {
  if (source.kind !== "dict") {
    target.open = true;
    return;
  }
  for (const { key, value } of source.entries) setEntry(target, key, value);
  if (source.open) target.open = true;
}

/** `target[key] = value`. */
export function setEntry(target: DictValue, key: Value, value: Value): void {
  const entry = entryOf(target, key);
  if (entry === undefined) target.entries.push({ key, value });
  else entry.value = value;
}

export function entryOf(target: DictValue, key: Value): { key: Value; value: Value } | undefined {
  return target.entries.find((entry) => sameKey(entry.key, key));
}

function sameKey(a: Value, b: Value): boolean {
  if (a.kind === "constant" && b.kind === "constant") return a.value === b.value;
  if (a.kind === "enum-member" && b.kind === "enum-member") return a.class === b.class && a.name === b.name;
  return a === b;
}

function joined(evaluator: Evaluator, expression: JoinedString, scope: Scope): Value | null {
  let text = "";
  for (const part of expression.parts) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const value = evaluate(evaluator, part.value, scope);
    const shown = value.kind === "enum-member" ? value.value : value;
    if (part.format !== null || shown.kind !== "constant") return null;
    text += pythonText(shown.value);
    if (text.length > maximumText) return null;
  }
  return constant(text);
}

/** `str(value)` as Python writes it. */
export function pythonText(value: string | number | boolean | null): string {
  if (value === null) return "None";
  return typeof value === "boolean" ? (value ? "True" : "False") : String(value);
}

function subscript(base: Value, index: Value): Value | null {
  if (base.kind === "dict") return entryOf(base, index)?.value ?? null;
  if (base.kind !== "list" || index.kind !== "constant" || typeof index.value !== "number") return null;
  return base.items.at(index.value) ?? null;
}

function binary(operator: string, left: Value, right: Value): Value | null {
  if (left.kind === "list" && right.kind === "list" && operator === "+") {
    if (left.items.length + right.items.length > maximumItems) return null;
    return { kind: "list", type: left.type, items: [...left.items, ...right.items] };
  }
  if (left.kind === "dict" && operator === "|") {
    const result: DictValue = { kind: "dict", entries: [], open: false };
    mergeInto(result, left);
    mergeInto(result, right);
    return result;
  }
  const a = left.kind === "enum-member" ? left.value : left;
  const b = right.kind === "enum-member" ? right.value : right;
  if (a.kind !== "constant" || b.kind !== "constant") return null;
  if (typeof a.value === "string" && typeof b.value === "string") {
    return operator === "+" ? builtText(a.value + b.value) : null;
  }
  if (typeof a.value !== "number" || typeof b.value !== "number") return null;
  const number = arithmetic(operator, a.value, b.value);
  return number === null || !Number.isFinite(number) ? null : constant(number);
}

function arithmetic(operator: string, a: number, b: number): number | null {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "//":
      return Math.floor(a / b);
    case "**":
      return a ** b;
    case "<<":
      return a * 2 ** b;
    default:
      return null;
  }
}

/** `bool(value)` where it can be told. */
export function truth(value: Value): boolean | null {
  switch (value.kind) {
    case "constant":
      return Boolean(value.value);
    case "list":
      return value.items.length > 0;
    case "dict":
      return value.entries.length > 0 ? true : value.open ? null : false;
    case "function":
    case "class":
    case "module":
    case "object":
    case "method":
      return true;
    case "expression":
    case "alias":
    case "external":
    case "external-call":
    case "instance":
    case "enum-member":
    case "super":
    case "ellipsis":
      return null;
  }
}

function shortCircuit(
  evaluator: Evaluator,
  operator: "and" | "or",
  operands: readonly Expression[],
  scope: Scope,
): Value | null {
  let last: Value | null = null;
  for (const operand of operands) {
    last = evaluate(evaluator, operand, scope);
    const known = truth(last);
    if (known === null) return null;
    if (known === (operator === "or")) return last;
  }
  return last;
}

function compare(
  evaluator: Evaluator,
  expression: Extract<Expression, { kind: "comparison" }>,
  scope: Scope,
): Value | null {
  const [operator] = expression.operators;
  const [comparator] = expression.comparators;
  if (expression.operators.length !== 1 || operator === undefined || comparator === undefined) return null;
  const left = evaluate(evaluator, expression.left, scope);
  const right = evaluate(evaluator, comparator, scope);
  const same = left.kind === "constant" && right.kind === "constant" ? left.value === right.value : null;
  const definite =
    same ?? (right.kind === "constant" && right.value === null && truth(left) === true ? false : null);
  if (definite === null) return null;
  if (operator === "==" || operator === "is") return constant(definite);
  return operator === "!=" || operator === "is not" ? constant(!definite) : null;
}

/** `[f(x) for x in LITERAL]`, one clause without conditions. */
function comprehension(evaluator: Evaluator, expression: Comprehension, scope: Scope): Value | null {
  const [clause] = expression.clauses;
  if (clause === undefined || expression.clauses.length > 1 || clause.conditions.length > 0) return null;
  if (expression.type === "dict") return null;
  const iterable = evaluate(evaluator, clause.iterable, scope);
  const over = itemsToIterate(evaluator, iterable);
  if (over === null) return null;
  const items = over.map((item) => {
    const inner = innerScope(scope, "function", "");
    bindTarget(clause.target, item, inner);
    return evaluate(evaluator, expression.element, inner);
  });
  return { kind: "list", type: expression.type === "set" ? "set" : "list", items };
}

/** What a loop over the value goes through: items of a list, members of an enum. */
export function itemsToIterate(evaluator: Evaluator, value: Value): readonly Value[] | null {
  if (value.kind === "list") return value.items;
  return value.kind === "class" && isEnum(evaluator, value) ? enumMembers(evaluator, value) : null;
}

/** Binds `a`, `(a, b)` or `[a, b]` to a value in a scope. */
export function bindTarget(target: Expression, value: Value, scope: Scope): void {
  if (target.kind === "name") scope.names.set(target.id, known(value));
  if (target.kind !== "tuple" && target.kind !== "list") return;
  for (const [at, element] of target.elements.entries()) {
    const item = value.kind === "list" ? value.items[at] : undefined;
    bindTarget(element, item ?? { kind: "expression", expression: element, scope }, scope);
  }
}
