import type { Call, Comprehension, Expression } from "../../syntax/python/ast.ts";
import type { Scope, ScopeBinding } from "./bindings.ts";
import { isList, known, unknown } from "./constant.ts";
import { callMethod, formatPercent, maximumLength } from "./constant-methods.ts";
import { binaryOperation, isTruthy } from "./constant-operators.ts";
import { createEnumerations } from "./enumerations.ts";
import { foldBuiltin } from "./fold-builtin.ts";
import {
  all,
  asMap,
  both,
  type Fold,
  foldBoolean,
  foldComparison,
  foldElements,
  foldEntries,
  foldParts,
  foldUnary,
  item,
  sizeOf,
} from "./fold-literals.ts";
import { createNamedValues, type NamedValues } from "./named-values.ts";
import type { Constant, Definition, Value } from "./project.ts";
import { dottedName } from "./resolution-step.ts";
import type { Resolver } from "./resolve.ts";

/** Values of local names that an expression may use; undefined for a name that is not local. */
export type Locals = (name: string) => Value | undefined;

const noLocals: Locals = () => undefined;
const maximumDepth = 60;
const maximumSteps = 20_000;

/** What evaluation reads of a project. */
export interface Constants {
  readonly resolver: Resolver;
  readonly scope: (path: string) => Scope | null;
  /** Bindings of a name in a class body, last first. */
  readonly classBindings: (owner: Definition, name: string) => readonly ScopeBinding[];
}

export interface Evaluator {
  readonly evaluate: (path: string, expression: Expression, locals?: ReadonlyMap<string, Value>) => Value;
}

/** Folds constant expressions; what depends on the environment, on arguments or on state is unknown with its reason. */
export function createEvaluator(constants: Constants): Evaluator {
  const { resolver, classBindings } = constants;
  const enumerations = createEnumerations(resolver, classBindings);
  const names: NamedValues = createNamedValues(constants, enumerations, fold);
  let steps = 0;

  function fold(path: string, node: Expression, locals: Locals, depth: number): Value {
    steps += 1;
    if (depth > maximumDepth || steps > maximumSteps) return unknown("too complicated");
    const value = foldNode(path, node, locals, depth + 1);
    if (value.known && sizeOf(value.value) > maximumLength) return unknown("too long");
    return value;
  }

  function foldNode(path: string, node: Expression, locals: Locals, depth: number): Value {
    const inner: Fold = (expression) => fold(path, expression, locals, depth);
    switch (node.kind) {
      case "string":
        return known(node.value);
      case "number":
        return Number.isFinite(node.value) ? known(node.value) : unknown("a complex number");
      case "constant":
        return node.value === "..." ? unknown("an ellipsis") : known(node.value);
      case "joined-string":
        if (node.template) return unknown("a template string");
        return foldParts(node.parts, (part) => shown(path, part, inner));
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
        return locals(node.id) ?? names.ofName(path, node.id, depth);
      case "attribute": {
        const dotted = dottedName(node);
        if (dotted === null) return names.ofCallResult(path, node, depth);
        const local = locals(dotted.split(".", 1)[0] ?? "") !== undefined;
        return local ? unknown("an attribute of a value") : names.ofAttribute(path, dotted, depth);
      }
      case "call":
        return foldCall(path, node, locals, depth);
      default:
        return unknown(`a ${node.kind} expression`);
    }
  }

  /** A value as text: a member of `class Role(str, Enum)` is shown by its name, not by its value. */
  function shown(path: string, node: Expression, inner: Fold): Value {
    const found = resolver.resolveExpression(path, node);
    const member = found.kind === "definition" ? enumerations.memberOf(found) : null;
    return member !== null && enumerations.kindOf(member.owner) !== "value"
      ? unknown("the text of a member of an enumeration")
      : inner(node);
  }

  function foldComprehension(path: string, node: Comprehension, locals: Locals, depth: number): Value {
    const [clause, ...more] = node.clauses;
    if (clause === undefined || more.length > 0 || clause.async || clause.target.kind !== "name") {
      return unknown("a nested comprehension");
    }
    const target = clause.target.id;
    const enumeration = enumerations.named(path, clause.iterable);
    if (enumeration !== null) {
      const { element } = node;
      const plain = node.key === null && clause.conditions.length === 0;
      const ofMember =
        element.kind === "attribute" && element.value.kind === "name" && element.value.id === target;
      if (!plain || !ofMember) return unknown("members of an enumeration");
      if (element.attribute === "name") return known(enumeration.names);
      if (element.attribute !== "value") return unknown("members of an enumeration");
      return all(enumeration.names.map((name) => names.ofMember(enumeration.owner, name, depth)));
    }
    const items = fold(path, clause.iterable, locals, depth);
    if (!items.known) return items;
    if (!isList(items.value)) return unknown("a comprehension over no list");
    const elements: Value[] = [];
    const keys: Value[] = [];
    for (const element of items.value) {
      const inner: Locals = (name) => (name === target ? known(element) : locals(name));
      const tests = all(clause.conditions.map((condition) => fold(path, condition, inner, depth)));
      if (!tests.known) return tests;
      if (!tests.value.every(isTruthy)) continue;
      elements.push(fold(path, node.element, inner, depth));
      if (node.key !== null) keys.push(fold(path, node.key, inner, depth));
    }
    const values = all(elements);
    if (node.key === null || !values.known) return values;
    const keyNames = all(keys);
    return keyNames.known ? asMap(keyNames.value, values.value) : keyNames;
  }

  function foldCall(path: string, node: Call, locals: Locals, depth: number): Value {
    const inner: Fold = (expression) => fold(path, expression, locals, depth);
    const callee = dottedName(node.callee);
    const target = callee === null ? null : resolver.resolve(path, callee);
    const name = target?.kind === "external" ? target.name : null;
    if (name !== null && /^(?:os\.(?:getenv|environ)|environs|decouple)\b/.test(name)) {
      return unknown("the environment decides it");
    }
    if (name === "typing.cast" && node.args[1] !== undefined) return inner(node.args[1]);
    const args = foldElements(node.args, (arg) => shown(path, arg, inner));
    if (!args.known) return args;
    const keywords = new Map<string, Constant>();
    for (const keyword of node.keywords) {
      const value = shown(path, keyword.value, inner);
      if (!value.known) return value;
      if (keyword.name === null) return unknown("a call with **options");
      keywords.set(keyword.name, value.value);
    }
    if (name?.startsWith("builtins.")) {
      return foldBuiltin(name.slice("builtins.".length), args.value, keywords);
    }
    if (node.callee.kind !== "attribute") return unknown(`${callee ?? "a computed function"}() is not run`);
    const receiver = inner(node.callee.value);
    if (!receiver.known) return receiver;
    return callMethod(receiver.value, node.callee.attribute, args.value, keywords);
  }

  return {
    evaluate: (path, expression, locals) => {
      steps = 0;
      return fold(path, expression, locals === undefined ? noLocals : (name) => locals.get(name), 0);
    },
  };
}
