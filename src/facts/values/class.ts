import type { ClassDefinition, Expression, Statement } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { evaluate } from "./evaluator.ts";
import type { Evaluator, Linearisation } from "./evaluator.ts";
import { functionOf, innerScope, qualified, typeParameterScope } from "./scope.ts";
import { lazy } from "./value.ts";
import type { ClassValue, Scope, Value } from "./value.ts";

/** The class as a value, one per scope that it is defined in. */
export function classOf(evaluator: Evaluator, node: ClassDefinition, scope: Scope): ClassValue {
  const known = evaluator.classes.get(scope) ?? new Map<object, ClassValue>();
  evaluator.classes.set(scope, known);
  const found = known.get(node);
  if (found !== undefined) return found;
  const inner: Scope = innerScope(typeParameterScope(node.typeParameters, scope), "class", node.name);
  const value: ClassValue = {
    kind: "class",
    node,
    path: scope.path,
    name: qualified(scope, node.name),
    scope: inner,
  };
  // The one place where a scope is completed after it was made: class and body scope name each other.
  (inner as { class: ClassValue | null }).class = value;
  known.set(node, value);
  bindBody(evaluator, value, node.body);
  return value;
}

/** Nested classes and plain assignments are visible in the body; fields are not, because their values are defaults. */
function bindBody(evaluator: Evaluator, owner: ClassValue, body: readonly Statement[]): void {
  const { scope } = owner;
  for (const statement of body) {
    if (statement.kind === "class") {
      scope.names.set(
        statement.name,
        lazy(() => classOf(evaluator, statement, scope), null),
      );
    } else if (statement.kind === "assign") {
      for (const target of statement.targets) {
        if (target.kind !== "name") continue;
        const origin = { expression: statement.value, scope };
        scope.names.set(
          target.id,
          lazy(() => evaluate(evaluator, statement.value, scope), origin),
        );
      }
    } else if (statement.kind === "if") {
      bindBody(evaluator, owner, statement.body);
    }
  }
}

/** The bases of a class as values, type arguments included as written. */
export function basesOf(evaluator: Evaluator, definition: ClassValue): readonly Value[] {
  const scope = definition.scope.parent ?? definition.scope;
  return definition.node.bases.map((base) => evaluate(evaluator, base, scope));
}

/** The class that an expression such as `Page[Item]` is a parametrisation of, else the value itself. */
export function originOfBase(evaluator: Evaluator, base: Value): Value {
  if (base.kind !== "expression" || base.expression.kind !== "subscript") return base;
  return evaluate(evaluator, base.expression.value, base.scope);
}

const deepestChain = 60;
const mostBases = 30;

/** The method resolution order, by C3 as Python computes it; where that fails, depth first. */
export function linearise(evaluator: Evaluator, definition: ClassValue): Linearisation {
  const found = evaluator.linear.get(definition);
  if (found !== undefined) return found;
  // Guards against classes that inherit from themselves, and against endless chains.
  evaluator.linear.set(definition, { classes: [definition], externals: [], opaque: [] });
  const externals: string[] = [];
  const opaque: string[] = [];
  const parents: ClassValue[] = [];
  if (evaluator.budget.bases > deepestChain) return { classes: [definition], externals, opaque: ["…"] };
  for (const written of basesOf(evaluator, definition).slice(0, mostBases)) {
    const base = originOfBase(evaluator, written);
    if (base.kind === "class") parents.push(base);
    else if (base.kind === "external") externals.push(base.name);
    else opaque.push(textOfBase(written));
  }
  evaluator.budget.bases += 1;
  const orders = parents.map((parent) => linearise(evaluator, parent));
  evaluator.budget.bases -= 1;
  const merged = mergeOrders([...orders.map((order) => [...order.classes]), [...parents]]);
  const result: Linearisation = {
    classes: [definition, ...merged.filter((item) => item !== definition)],
    externals: unique([...externals, ...orders.flatMap((order) => order.externals)]),
    opaque: unique([...opaque, ...orders.flatMap((order) => order.opaque)]),
  };
  evaluator.linear.set(definition, result);
  return result;
}

function textOfBase(base: Value): string {
  if (base.kind === "expression") return unparse(base.expression);
  return base.kind === "external-call" ? unparse(base.origin.expression) : base.kind;
}

/** The merge of C3: takes the first head that stands in no tail. */
function mergeOrders(orders: ClassValue[][]): ClassValue[] {
  const merged: ClassValue[] = [];
  let rest = orders.filter((order) => order.length > 0);
  while (rest.length > 0) {
    const heads = rest.flatMap((order) => order.slice(0, 1));
    const orders = rest;
    const next = heads.find((head) => !orders.some((order) => order.indexOf(head) > 0)) ?? heads[0];
    if (next === undefined) break;
    merged.push(next);
    rest = rest.map((order) => order.filter((item) => item !== next)).filter((order) => order.length > 0);
  }
  return merged;
}

function unique(names: readonly string[]): string[] {
  return [...new Set(names)];
}

/** Does the class inherit from one of these library names (canonical)? */
export function inheritsFrom(
  evaluator: Evaluator,
  definition: ClassValue,
  names: ReadonlySet<string>,
): boolean {
  return linearise(evaluator, definition).externals.some((name) => names.has(name));
}

/** One statement of a class body that binds a name. */
export type Member =
  | {
      readonly kind: "value";
      readonly owner: ClassValue;
      readonly annotation: Expression | null;
      readonly value: Expression | null;
      readonly line: number;
      readonly endLine: number;
    }
  | { readonly kind: "other"; readonly owner: ClassValue; readonly value: Value };

/** The definition of a member in the class or the nearest base of the repository that has it. */
export function findMember(
  evaluator: Evaluator,
  definition: ClassValue,
  name: string,
  after: ClassValue | null = null,
): Member | null {
  const { classes } = linearise(evaluator, definition);
  const start = after === null ? 0 : classes.indexOf(after) + 1;
  for (const owner of classes.slice(start)) {
    const found = ownMember(evaluator, owner, owner.node.body, name);
    if (found !== null) return found;
  }
  return null;
}

function ownMember(
  evaluator: Evaluator,
  owner: ClassValue,
  body: readonly Statement[],
  name: string,
): Member | null {
  let found: Member | null = null;
  for (const statement of body) {
    if (statement.kind === "function" && statement.name === name) {
      // Of overloads and property setters the first definition that has a body of its own kind counts.
      if (found === null || !isSetter(statement.decorators)) {
        found = { kind: "other", owner, value: functionOf(statement, owner.scope, owner) };
      }
    } else if (statement.kind === "class" && statement.name === name) {
      found = { kind: "other", owner, value: classOf(evaluator, statement, owner.scope) };
    } else if (statement.kind === "assign" && statement.targets.some((target) => isName(target, name))) {
      found = {
        kind: "value",
        owner,
        annotation: null,
        value: statement.value,
        line: statement.line,
        endLine: statement.endLine,
      };
    } else if (statement.kind === "annotated-assign" && isName(statement.target, name)) {
      const { annotation, value, line, endLine } = statement;
      found = { kind: "value", owner, annotation, value, line, endLine };
    } else if (statement.kind === "if") {
      found = ownMember(evaluator, owner, statement.body, name) ?? found;
    }
  }
  return found;
}

function isName(target: Expression, name: string): boolean {
  return target.kind === "name" && target.id === name;
}

function isSetter(decorators: readonly Expression[]): boolean {
  return decorators.some(
    (decorator) =>
      decorator.kind === "attribute" &&
      (decorator.attribute === "setter" || decorator.attribute === "deleter"),
  );
}
