import type { Call, Comprehension, Expression } from "../../syntax/python/ast.ts";
import type { Scope, ScopeBinding } from "./bindings.ts";
import { isList, isMap, known, makeMap, unknown } from "./constant.ts";
import { callMethod, formatPercent, maximumLength, pythonText } from "./constant-methods.ts";
import { binaryOperation, compare, isTruthy } from "./constant-operators.ts";
import type { Constant, Definition, Value } from "./project.ts";
import { dottedName, type Resolver } from "./resolve.ts";

/** Values of local names that an expression may use, such as a loop's variable. */
export type Locals = ReadonlyMap<string, Value>;

const noLocals: Locals = new Map();
const maximumDepth = 60;
const maximumSteps = 20_000;

/** What evaluation reads of a project. */
export interface Constants {
  readonly resolver: Resolver;
  readonly scope: (path: string) => Scope | null;
  /** Bindings of a name in a class body, last first. */
  readonly classBindings: (owner: Definition, name: string) => readonly ScopeBinding[];
}

/** Folds constant expressions; what depends on the environment, on arguments or on state is unknown with its reason. */
export function createEvaluator({ resolver, scope, classBindings }: Constants) {
  const done = new Map<string, Value>();
  let steps = 0;

  function evaluate(path: string, expression: Expression, locals: Locals = noLocals): Value {
    steps = 0;
    return fold(path, expression, locals, 0);
  }

  function fold(path: string, node: Expression, locals: Locals, depth: number): Value {
    steps += 1;
    if (depth > maximumDepth || steps > maximumSteps) return unknown("too complicated");
    const value = foldNode(path, node, locals, depth + 1);
    if (value.known && sizeOf(value.value) > maximumLength) return unknown("too long");
    return value;
  }

  function foldNode(path: string, node: Expression, locals: Locals, depth: number): Value {
    const inner = (expression: Expression): Value => fold(path, expression, locals, depth);
    switch (node.kind) {
      case "string":
        return known(node.value);
      case "number":
        return Number.isFinite(node.value) ? known(node.value) : unknown("a complex number");
      case "constant":
        return node.value === "..." ? unknown("an ellipsis") : known(node.value);
      case "joined-string":
        return node.template ? unknown("a template string") : foldParts(node.parts, inner);
      case "tuple":
      case "list":
      case "set":
        return foldElements(node.elements, inner);
      case "dict":
        return foldEntries(node.entries, inner);
      case "binary":
        return both(inner(node.left), inner(node.right), (left, right) =>
          node.operator === "%" && typeof left === "string"
            ? formatPercent(left, right, node.right.kind === "tuple")
            : binaryOperation(node.operator, left, right),
        );
      case "unary":
        return foldUnary(node.operator, inner(node.operand));
      case "boolean":
        return foldBoolean(node.operator, node.operands, inner);
      case "comparison":
        return foldComparison(node.operators, [node.left, ...node.comparators], inner);
      case "conditional": {
        const test = inner(node.test);
        return test.known ? inner(isTruthy(test.value) ? node.then : node.otherwise) : test;
      }
      case "named":
        return inner(node.value);
      case "subscript":
        return both(inner(node.value), inner(node.index), item);
      case "comprehension":
        return foldComprehension(path, node, locals, depth);
      case "name":
        return locals.get(node.id) ?? nameValue(path, node.id, depth);
      case "attribute":
        return foldAttribute(path, node, locals, depth);
      case "call":
        return foldCall(path, node, locals, depth);
      default:
        return unknown(`a ${node.kind} expression`);
    }
  }

  // ── names ────────────────────────────────────────────────────────────────────────────────────────────────────

  function nameValue(path: string, name: string, depth: number): Value {
    const bindings = scope(path)?.names.get(name);
    // Defined here: what it is bound to. Else where it is imported from.
    if (bindings !== undefined && bindings[0]?.binding.kind === "value") {
      return moduleValue(path, name, depth);
    }
    const found = resolver.resolve(path, name);
    if (found.kind === "definition") return definitionValue(found, depth);
    return unknown(found.kind === "unresolved" ? found.reason : `${name} is not a constant`);
  }

  function definitionValue(definition: Definition, depth: number): Value {
    if (definition.binding.kind !== "value") return unknown(`${definition.name} is not a constant`);
    const dot = definition.name.lastIndexOf(".");
    if (dot === -1) return moduleValue(definition.path, definition.name, depth);
    const owner = resolver.resolve(definition.path, definition.name.slice(0, dot));
    if (owner.kind !== "definition") return unknown(`${definition.name} is not a constant`);
    return classValue(owner, definition.name.slice(dot + 1), depth);
  }

  function moduleValue(path: string, name: string, depth: number): Value {
    const key = `${path}\0${name}`;
    const earlier = done.get(key);
    if (earlier !== undefined) return earlier;
    // A cycle ends here.
    done.set(key, unknown(`${name} is defined by itself`));
    const module = scope(path);
    const value =
      module === null || module.changed.has(name)
        ? unknown(`${name} is changed after it is set`)
        : boundValue(module.names.get(name) ?? [], name, (expression) =>
            fold(path, expression, noLocals, depth),
          );
    // What was given up for its depth may be known from nearer.
    if (value.known || value.reason !== "too complicated") done.set(key, value);
    else done.delete(key);
    return value;
  }

  function classValue(owner: Definition, name: string, depth: number): Value {
    const bindings = classBindings(owner, name);
    return boundValue(bindings, `${owner.name}.${name}`, (expression) =>
      fieldDefault(owner.path, expression, depth),
    );
  }

  /** The value that a name surely has: its last binding, and where that is conditional, the same in all cases. */
  function boundValue(
    bindings: readonly ScopeBinding[],
    name: string,
    evaluateBinding: (expression: Expression) => Value,
  ): Value {
    const certain = bindings.findIndex(({ conditional }) => !conditional);
    const candidates = certain === -1 ? bindings : bindings.slice(0, certain + 1);
    let agreed: Value | null = null;
    for (const [index, { binding }] of candidates.entries()) {
      if (binding.kind !== "value" || binding.value === null) return unknown(`${name} is not a constant`);
      const value = evaluateBinding(binding.value);
      if (binding.node.kind === "augmented-assign") {
        const before = boundValue(bindings.slice(index + 1), name, evaluateBinding);
        const operator = binding.node.operator.slice(0, -1);
        if (candidates.length > 1) return unknown(`${name} depends on a condition`);
        return both(before, value, (left, right) => binaryOperation(operator, left, right));
      }
      if (!value.known) return value;
      if (agreed !== null && (!agreed.known || !compare("==", agreed.value, value.value))) {
        return unknown(`${name} depends on a condition`);
      }
      agreed = value;
    }
    return agreed ?? unknown(`${name} is not a constant`);
  }

  /** The default of a class attribute; `Field(default)` of Pydantic and dataclasses gives its default. */
  function fieldDefault(path: string, expression: Expression, depth: number): Value {
    if (expression.kind !== "call") return fold(path, expression, noLocals, depth);
    const callee = dottedName(expression.callee);
    if (callee === null || !/(?:^|\.)[Ff]ield$/.test(callee)) return fold(path, expression, noLocals, depth);
    const given =
      expression.keywords.find(({ name }) => name === "default")?.value ??
      (callee.endsWith("Field") ? expression.args[0] : undefined);
    return given === undefined ? unknown("a field without a default") : fold(path, given, noLocals, depth);
  }

  // ── attributes ───────────────────────────────────────────────────────────────────────────────────────────────

  function foldAttribute(
    path: string,
    node: Expression & { kind: "attribute" },
    locals: Locals,
    depth: number,
  ): Value {
    const dotted = dottedName(node);
    if (dotted === null || locals.has(dotted.split(".", 1)[0] ?? ""))
      return unknown("an attribute of a value");
    const found = resolver.resolve(path, dotted);
    if (found.kind === "definition") return attributeValue(path, dotted, found, depth);
    const enumeration = enumMember(path, dotted, depth);
    if (enumeration !== null) return enumeration;
    return unknown(found.kind === "unresolved" ? found.reason : `${dotted} is not a constant`);
  }

  function attributeValue(path: string, dotted: string, found: Definition, depth: number): Value {
    const dot = found.name.lastIndexOf(".");
    if (dot === -1) return definitionValue(found, depth);
    const owner = resolver.resolve(found.path, found.name.slice(0, dot));
    if (owner.kind !== "definition") return unknown(`${dotted} is not a constant`);
    const enumeration = enumKind(owner);
    if (enumeration === "plain") return unknown(`${dotted} is a member of an enumeration`);
    const name = found.name.slice(dot + 1);
    const receiver = resolver.resolve(path, dotted.slice(0, dotted.lastIndexOf(".")));
    if (receiver.kind === "definition" && receiver.binding.kind === "value") {
      const overridden = constructorArgument(receiver, name, depth);
      if (overridden !== null) return overridden;
    }
    if (enumeration === "value" && autoValued(owner, name))
      return unknown(`${dotted} has an automatic value`);
    return classValue(owner, name, depth);
  }

  /** What `settings = Settings(NAME=…)` says about an attribute; null when it leaves the class's default. */
  function constructorArgument(receiver: Definition, name: string, depth: number): Value | null {
    if (receiver.binding.kind !== "value") return null;
    let call = receiver.binding.value;
    let path = receiver.path;
    if (call?.kind !== "call") return unknown(`${receiver.name} is set elsewhere`);
    const made = resolver.resolveExpression(path, call.callee);
    if (made.kind === "definition" && made.binding.kind === "function") {
      // `get_settings()` is as good as what its one `return` makes.
      const last = made.binding.node.body.at(-1);
      const returns = JSON.stringify(made.binding.node.body).split('"kind":"return"').length - 1;
      if (last?.kind !== "return" || last.value?.kind !== "call" || returns !== 1) {
        return unknown(`${made.name}() decides it`);
      }
      call = last.value;
      path = made.path;
      const built = resolver.resolveExpression(path, call.callee);
      if (built.kind !== "definition" || built.binding.kind !== "class")
        return unknown(`${made.name}() decides it`);
    }
    if (call.keywords.some((keyword) => keyword.name === null))
      return unknown(`${receiver.name} gets **options`);
    const given = call.keywords.find((keyword) => keyword.name === name);
    return given === undefined ? null : fold(path, given.value, noLocals, depth);
  }

  // ── enumerations ─────────────────────────────────────────────────────────────────────────────────────────────

  /** `value`: members are strings or numbers themselves (`str, Enum`); `plain`: they are not; null: no enumeration. */
  function enumKind(owner: Definition): "value" | "plain" | null {
    const bases = resolver.ancestors(owner).flatMap((base) => (base.kind === "external" ? [base.name] : []));
    if (bases.some((name) => /^enum\.(?:StrEnum|IntEnum)$/.test(name))) return "value";
    if (!bases.some((name) => /^enum\.(?:Enum|Flag|IntFlag)$/.test(name))) return null;
    return bases.includes("builtins.str") || bases.includes("builtins.int") ? "value" : "plain";
  }

  function autoValued(owner: Definition, name: string): boolean {
    return classBindings(owner, name).some(
      ({ binding }) => binding.kind === "value" && binding.value?.kind === "call",
    );
  }

  /** `Role.ADMIN.value` and `Role.ADMIN.name`. */
  function enumMember(path: string, dotted: string, depth: number): Value | null {
    const names = dotted.split(".");
    const property = names.pop();
    if (property !== "value" && property !== "name") return null;
    const member = resolver.resolve(path, names.join("."));
    if (member.kind !== "definition" || member.binding.kind !== "value") return null;
    const dot = member.name.lastIndexOf(".");
    if (dot === -1) return null;
    const owner = resolver.resolve(member.path, member.name.slice(0, dot));
    if (owner.kind !== "definition" || enumKind(owner) === null) return null;
    const name = member.name.slice(dot + 1);
    if (property === "name") return known(name);
    return autoValued(owner, name) ? unknown(`${dotted} is automatic`) : classValue(owner, name, depth);
  }

  /** Member names of an enumeration class, in order; null for anything else. */
  function enumMembers(path: string, expression: Expression): { owner: Definition; names: string[] } | null {
    const owner = resolver.resolveExpression(path, expression);
    if (owner.kind !== "definition" || owner.binding.kind !== "class" || enumKind(owner) === null)
      return null;
    const names = owner.binding.node.body.flatMap((statement) =>
      statement.kind === "assign"
        ? statement.targets.flatMap((target) =>
            target.kind === "name" && !target.id.startsWith("_") ? [target.id] : [],
          )
        : [],
    );
    return { owner, names };
  }

  // ── comprehensions and calls ─────────────────────────────────────────────────────────────────────────────────

  function foldComprehension(path: string, node: Comprehension, locals: Locals, depth: number): Value {
    const [clause, ...more] = node.clauses;
    if (clause === undefined || more.length > 0 || clause.async || clause.target.kind !== "name") {
      return unknown("a nested comprehension");
    }
    const target = clause.target.id;
    const enumeration = enumMembers(path, clause.iterable);
    if (enumeration !== null) {
      const { element } = node;
      const ofMember =
        element.kind === "attribute" && element.value.kind === "name" && element.value.id === target
          ? element.attribute
          : null;
      if (node.key !== null || clause.conditions.length > 0) return unknown("a filtered enumeration");
      if (ofMember === "name") return known(enumeration.names);
      if (ofMember !== "value") return unknown("members of an enumeration");
      if (enumeration.names.some((name) => autoValued(enumeration.owner, name))) {
        return unknown("automatic values of an enumeration");
      }
      return all(enumeration.names.map((name) => classValue(enumeration.owner, name, depth)));
    }
    const items = fold(path, clause.iterable, locals, depth);
    if (!items.known) return items;
    if (!isList(items.value)) return unknown("a comprehension over no list");
    const elements: Value[] = [];
    const keys: Value[] = [];
    for (const element of items.value) {
      const inner = new Map(locals).set(target, known(element));
      const tests = all(clause.conditions.map((condition) => fold(path, condition, inner, depth)));
      if (!tests.known) return tests;
      if (!tests.value.every(isTruthy)) continue;
      elements.push(fold(path, node.element, inner, depth));
      if (node.key !== null) keys.push(fold(path, node.key, inner, depth));
    }
    const values = all(elements);
    if (node.key === null || !values.known) return values;
    const names = all(keys);
    return names.known ? asMap(names.value, values.value) : names;
  }

  function foldCall(path: string, node: Call, locals: Locals, depth: number): Value {
    const inner = (expression: Expression): Value => fold(path, expression, locals, depth);
    const callee = dottedName(node.callee);
    const target = callee === null ? null : resolver.resolve(path, callee);
    const name = target?.kind === "external" ? target.name : null;
    if (name !== null && /^(?:os\.(?:getenv|environ)|environs|decouple)\b/.test(name)) {
      return unknown("the environment decides it");
    }
    if (name === "typing.cast" && node.args[1] !== undefined) return inner(node.args[1]);
    const args = foldElements(node.args, inner);
    if (!args.known) return args;
    const keywords = new Map<string, Constant>();
    for (const keyword of node.keywords) {
      const value = inner(keyword.value);
      if (!value.known) return value;
      if (keyword.name === null) return unknown("a call with **options");
      keywords.set(keyword.name, value.value);
    }
    const list = args.value;
    if (name?.startsWith("builtins.")) return foldBuiltin(name.slice("builtins.".length), list, keywords);
    if (node.callee.kind !== "attribute") return unknown(`${callee ?? "a computed function"}() is not run`);
    const receiver = inner(node.callee.value);
    if (!receiver.known) return receiver;
    return callMethod(receiver.value, node.callee.attribute, list, keywords);
  }

  return { evaluate };
}

function foldBuiltin(
  name: string,
  args: readonly Constant[],
  keywords: ReadonlyMap<string, Constant>,
): Value {
  const [first] = args;
  if (name === "dict" && args.length === 0) return asMap([...keywords.keys()], [...keywords.values()]);
  if (keywords.size > 0) return unknown(`${name}() with options`);
  switch (name) {
    case "str":
      return textOf(pythonText(first));
    case "list":
    case "tuple":
    case "set":
    case "frozenset":
      if (args.length === 0) return known([]);
      return isList(first) && args.length === 1 ? known(first) : unknown(`${name}() of no list`);
    case "len":
      return isList(first) ? known(first.length) : unknown("len() of no list");
    case "sorted":
      return isList(first) && first.every((element) => typeof element === "string")
        ? known([...first].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0)))
        : unknown("sorted() of other than strings");
    default:
      return unknown(`${name}() is not run`);
  }
}

function textOf(text: string | null): Value {
  return text === null ? unknown("a value without a plain text") : known(text);
}

/** A value that is a list when it is known. */
type ListValue =
  | { readonly known: true; readonly value: readonly Constant[] }
  | { readonly known: false; readonly reason: string };

function foldParts(
  parts: (Expression & { kind: "joined-string" })["parts"],
  fold: (expression: Expression) => Value,
): Value {
  let text = "";
  for (const part of parts) {
    if (typeof part === "string") {
      text += part;
      continue;
    }
    const value = fold(part.value);
    if (!value.known) return value;
    if ((part.conversion !== null && part.conversion !== "!s") || (part.format ?? "") !== "") {
      return unknown("a formatted value");
    }
    const shown = pythonText(value.value);
    if (shown === null) return unknown("a value without a plain text");
    text += shown;
  }
  return known(text);
}

function foldElements(elements: readonly Expression[], fold: (expression: Expression) => Value): ListValue {
  const values: Constant[] = [];
  for (const element of elements) {
    const value = fold(element.kind === "starred" ? element.value : element);
    if (!value.known) return value;
    if (element.kind !== "starred") values.push(value.value);
    else if (isList(value.value)) values.push(...value.value);
    else return { known: false, reason: "a star before no list" };
  }
  return { known: true, value: values };
}

function foldEntries(
  entries: (Expression & { kind: "dict" })["entries"],
  fold: (expression: Expression) => Value,
): Value {
  const keys: Constant[] = [];
  const values: Constant[] = [];
  for (const entry of entries) {
    const value = fold(entry.value);
    if (!value.known) return value;
    if (entry.key === null) {
      if (!isMap(value.value)) return unknown("** before no dictionary");
      keys.push(...Object.keys(value.value));
      values.push(...Object.values(value.value));
      continue;
    }
    const key = fold(entry.key);
    if (!key.known) return key;
    keys.push(key.value);
    values.push(value.value);
  }
  return asMap(keys, values);
}

function foldUnary(operator: string, operand: Value): Value {
  if (!operand.known) return operand;
  const { value } = operand;
  if (operator === "not") return known(!isTruthy(value));
  if (typeof value !== "number" || operator === "~") return unknown(`${operator} of no number`);
  return known(operator === "-" ? -value : value);
}

function foldBoolean(
  operator: "and" | "or",
  operands: readonly Expression[],
  fold: (expression: Expression) => Value,
): Value {
  let last: Value = unknown("nothing");
  for (const operand of operands) {
    last = fold(operand);
    if (!last.known || isTruthy(last.value) === (operator === "or")) return last;
  }
  return last;
}

function foldComparison(
  operators: readonly string[],
  operands: readonly Expression[],
  fold: (expression: Expression) => Value,
): Value {
  const values = all(operands.map(fold));
  if (!values.known) return values;
  const list = values.value;
  for (const [index, operator] of operators.entries()) {
    const holds = compare(operator, list[index] ?? null, list[index + 1] ?? null);
    if (holds === null) return unknown(`${operator} of these values`);
    if (!holds) return known(false);
  }
  return known(true);
}

function item(container: Constant, key: Constant): Value {
  if (isList(container) && typeof key === "number") {
    const found = container.at(key);
    return found === undefined || !Number.isInteger(key)
      ? unknown("an index that is not there")
      : known(found);
  }
  if (isMap(container) && typeof key === "string") {
    const found = container[key];
    return found === undefined ? unknown(`no key ${key}`) : known(found);
  }
  return unknown("an index of no list or dictionary");
}

function both(left: Value, right: Value, combine: (left: Constant, right: Constant) => Value): Value {
  if (!left.known) return left;
  return right.known ? combine(left.value, right.value) : right;
}

function all(values: readonly Value[]): ListValue {
  const list: Constant[] = [];
  for (const value of values) {
    if (!value.known) return value;
    list.push(value.value);
  }
  return { known: true, value: list };
}

function asMap(keys: readonly Constant[], values: readonly Constant[]): Value {
  const entries: [string, Constant][] = [];
  for (const [index, key] of keys.entries()) {
    if (typeof key !== "string") return unknown("a dictionary key that is no string");
    entries.push([key, values[index] ?? null]);
  }
  return known(makeMap(entries));
}

function sizeOf(value: Constant): number {
  return typeof value === "string" || isList(value) ? value.length : 1;
}
