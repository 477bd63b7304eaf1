import type { Expression, FunctionDefinition, Call, Span } from "../../syntax/python/ast.ts";
import {
  constantIn,
  follow,
  returnedBy,
  type Bound,
  type NameScope,
  type Placed,
} from "../sqlalchemy/name-scope.ts";

/** Literal lists longer than this are not run through item by item. */
const longestList = 500;

/** `scope` with one more local name. Scopes are never changed: a value keeps the names that it was made with. */
export function withLocal(scope: NameScope, name: string, placed: Placed): NameScope {
  const bound: Bound = { expression: placed.expression, scope: placed.scope };
  return { ...scope, locals: new Map([...scope.locals, [name, bound]]) };
}

/** A value that only the run knows, at the place of `near`. */
export function unknownAt(near: Span, text: string): Expression {
  const { line, endLine, start, end } = near;
  return { kind: "unknown", text, line, endLine, start, end };
}

/** An item of something that can't be listed: `rows` → `rows[…]`, so that it is still known what it is an item of. */
function someItemOf(iterable: Expression): Expression {
  const { line, endLine, start, end } = iterable;
  const index: Expression = { kind: "constant", value: "...", line, endLine, start, end };
  return { kind: "subscript", value: iterable, index, line, endLine, start, end };
}

/** Binds the names of a loop's or assignment's target, taking literal tuples apart. */
export function withTarget(scope: NameScope, target: Expression, placed: Placed): NameScope {
  if (target.kind === "name") return withLocal(scope, target.id, placed);
  if (target.kind === "starred") return withTarget(scope, target.value, placed);
  if (target.kind !== "tuple" && target.kind !== "list") return scope;
  const values = literalItems(placed);
  const fits = values !== null && values.length === target.elements.length;
  return target.elements.reduce((inner, element, at) => {
    const value = fits ? values[at] : undefined;
    const unknown = { scope: placed.scope, expression: unknownAt(element, "part of an unknown value") };
    return withTarget(inner, element, value ?? unknown);
  }, scope);
}

/** The items of a value that is written out in the source, in order; null when it is not, or too long. */
export function itemsOf(scope: NameScope, iterable: Expression): readonly Placed[] | null {
  const items = literalItems({ scope, expression: iterable });
  return items === null || items.length > longestList ? null : items;
}

/** What a loop over an unknown value binds. */
export function itemOfUnknown(scope: NameScope, iterable: Expression): Placed {
  const followed = follow(scope, iterable);
  return { scope: followed.scope, expression: someItemOf(followed.expression) };
}

/** `follow`, and through functions of the repository that only build and return a value. */
export function followValue(scope: NameScope, expression: Expression): Placed {
  let at = follow(scope, expression);
  for (let hop = 0; hop < 8 && at.expression.kind === "call"; hop += 1) {
    const returned = returnedBy(at.scope, at.expression);
    if (returned === null) return at;
    at = follow(returned.scope, returned.expression);
  }
  return at;
}

function literalItems(placed: Placed): readonly Placed[] | null {
  const { scope, expression } = followValue(placed.scope, placed.expression);
  switch (expression.kind) {
    case "list":
    case "tuple":
    case "set":
      return flattened(scope, expression.elements);
    case "dict":
      return keysOf(scope, expression);
    case "comprehension":
      return expression.type === "dict" ? null : comprehensionItems(scope, expression);
    case "call":
      return callItems(scope, expression);
    case "binary": {
      if (expression.operator !== "+") return null;
      const left = literalItems({ scope, expression: expression.left });
      const right = literalItems({ scope, expression: expression.right });
      return left === null || right === null ? null : [...left, ...right];
    }
    default:
      return null;
  }
}

function flattened(scope: NameScope, elements: readonly Expression[]): readonly Placed[] | null {
  const items: Placed[] = [];
  for (const element of elements) {
    if (element.kind !== "starred") {
      items.push({ scope, expression: element });
      continue;
    }
    const inner = literalItems({ scope, expression: element.value });
    if (inner === null) return null;
    items.push(...inner);
  }
  return items;
}

function keysOf(scope: NameScope, dict: Extract<Expression, { kind: "dict" }>): readonly Placed[] | null {
  const keys = dict.entries.map((entry) => entry.key);
  return keys.every((key) => key !== null) ? keys.map((expression) => ({ scope, expression })) : null;
}

function comprehensionItems(
  scope: NameScope,
  comprehension: Extract<Expression, { kind: "comprehension" }>,
): readonly Placed[] | null {
  const [clause] = comprehension.clauses;
  if (comprehension.clauses.length !== 1 || clause === undefined || clause.conditions.length > 0) return null;
  const items = literalItems({ scope, expression: clause.iterable });
  return (
    items?.map((item) => ({
      scope: withTarget(scope, clause.target, item),
      expression: comprehension.element,
    })) ?? null
  );
}

/** `d.items()`, `enumerate(x)`, `sorted(x)`, `range(1, 4)`, `zip(a, b)` of what is written out. */
function callItems(scope: NameScope, call: Call): readonly Placed[] | null {
  if (call.callee.kind === "attribute") return methodItems(scope, call, call.callee);
  if (call.callee.kind !== "name") return null;
  const [first, second] = call.args;
  switch (call.callee.id) {
    case "list":
    case "tuple":
    case "set":
    case "sorted":
    case "reversed":
    case "iter":
      return first === undefined ? [] : literalItems({ scope, expression: first });
    case "enumerate": {
      const items = first === undefined ? null : literalItems({ scope, expression: first });
      return items?.map((item, at) => pair(scope, call, numberAt(call, at), item)) ?? null;
    }
    case "zip": {
      if (first === undefined || second === undefined || call.args.length !== 2) return null;
      const left = literalItems({ scope, expression: first });
      const right = literalItems({ scope, expression: second });
      if (left === null || right === null || left.length !== right.length) return null;
      return left.map((item, at) => pairOf(call, item, right[at] ?? item));
    }
    case "range":
      return rangeItems(scope, call);
    default:
      return null;
  }
}

function methodItems(
  scope: NameScope,
  call: Call,
  callee: Extract<Expression, { kind: "attribute" }>,
): readonly Placed[] | null {
  const { scope: inside, expression: dict } = follow(scope, callee.value);
  if (dict.kind !== "dict") return textItems(scope, call);
  if (!["items", "keys", "values"].includes(callee.attribute)) return null;
  if (dict.entries.some((entry) => entry.key === null)) return null;
  return dict.entries.map(({ key, value }) => {
    const known = key ?? value;
    if (callee.attribute === "keys") return { scope: inside, expression: known };
    if (callee.attribute === "values") return { scope: inside, expression: value };
    return { scope: inside, expression: tuple(call, [known, value]) };
  });
}

/** `SQL.split(";")`, `NAMES.splitlines()` of a text that is written out. */
function textItems(scope: NameScope, call: Call): readonly Placed[] | null {
  const made = constantIn(scope, call);
  if (!Array.isArray(made) || !made.every((value) => typeof value === "string")) return null;
  return made.map((value) => ({ scope, expression: textAt(call, value) }));
}

function textAt(near: Span, value: string): Expression {
  const { line, endLine, start, end } = near;
  return { kind: "string", value, line, endLine, start, end };
}

function tuple(near: Span, elements: readonly Expression[]): Expression {
  const { line, endLine, start, end } = near;
  return { kind: "tuple", elements, line, endLine, start, end };
}

function numberAt(near: Span, value: number): Expression {
  const { line, endLine, start, end } = near;
  return { kind: "number", value, text: String(value), line, endLine, start, end };
}

function pair(scope: NameScope, near: Span, index: Expression, item: Placed): Placed {
  return pairOf(near, { scope, expression: index }, item);
}

/** A tuple of two values from different scopes: each gets a local name that no source can hold. */
function pairOf(near: Span, left: Placed, right: Placed): Placed {
  const scope = withLocal(withLocal(left.scope, "<left>", left), "<right>", right);
  const { line, endLine, start, end } = near;
  const name = (id: string): Expression => ({ kind: "name", id, line, endLine, start, end });
  return { scope, expression: tuple(near, [name("<left>"), name("<right>")]) };
}

function rangeItems(scope: NameScope, call: Call): readonly Placed[] | null {
  const numbers = call.args.map((argument) => constantIn(scope, argument));
  if (!numbers.every((value) => typeof value === "number") || numbers.length === 0) return null;
  const start = numbers.length === 1 ? 0 : (numbers[0] ?? 0);
  const stop = numbers.length === 1 ? (numbers[0] ?? 0) : (numbers[1] ?? 0);
  const step = numbers[2] ?? 1;
  const count = step === 0 ? 0 : Math.max(0, Math.ceil((stop - start) / step));
  if (count > longestList) return null;
  return Array.from({ length: count }, (_, at) => ({ scope, expression: numberAt(call, start + at * step) }));
}

/** The scope of a function's body in a call: parameters bound to arguments or defaults. */
export function callScope(
  caller: NameScope,
  call: Call,
  definition: { readonly path: string; readonly node: FunctionDefinition },
): NameScope {
  const { node, path } = definition;
  const module: NameScope = { project: caller.project, path, locals: new Map(), cls: null };
  const outer = path === caller.path ? { ...module, locals: new Map() } : module;
  const positional = node.parameters.filter(
    ({ kind }) => kind === "positional" || kind === "positional-only",
  );
  const spread = call.args.some((argument) => argument.kind === "starred");
  return node.parameters.reduce<NameScope>((scope, parameter) => {
    const at = positional.indexOf(parameter);
    const keyword = call.keywords.find((candidate) => candidate.name === parameter.name)?.value;
    const given = keyword ?? (spread || at < 0 ? undefined : call.args[at]);
    if (given !== undefined) return withLocal(scope, parameter.name, { scope: caller, expression: given });
    if (parameter.default !== null && !spread) {
      return withLocal(scope, parameter.name, { scope: module, expression: parameter.default });
    }
    if (parameter.kind === "var-positional" && !spread) {
      const { line, endLine, start, end } = call;
      const elements = call.args.slice(positional.length);
      const rest: Expression = { kind: "tuple", elements, line, endLine, start, end };
      return withLocal(scope, parameter.name, { scope: caller, expression: rest });
    }
    const unknown = unknownAt(parameter, `parameter ${parameter.name}`);
    return withLocal(scope, parameter.name, { scope: module, expression: unknown });
  }, outer);
}
