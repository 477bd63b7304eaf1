import type { Comprehension, Expression, Parameter, Statement } from "./ast.ts";

export type PythonNode = Expression | Statement;

/**
 * The expressions and statements directly inside a node, in order of the source. Everything is included: decorators,
 * defaults, annotations and bodies of nested definitions. Use `walkScope` to stay within one function.
 */
export function* childrenOf(node: PythonNode): Generator<PythonNode> {
  switch (node.kind) {
    case "name":
    case "string":
    case "bytes":
    case "number":
    case "constant":
    case "unknown":
    case "import":
    case "import-from":
    case "unknown-statement":
      return;
    case "attribute":
    case "await":
    case "starred":
    case "named":
    case "expression":
    case "type-alias":
      yield node.value;
      return;
    case "call":
      yield node.callee;
      yield* node.args;
      for (const keyword of node.keywords) yield keyword.value;
      return;
    case "subscript":
      yield node.value;
      yield node.index;
      return;
    case "slice":
      yield* present(node.lower, node.upper, node.step);
      return;
    case "joined-string":
      for (const part of node.parts) if (typeof part !== "string") yield part.value;
      return;
    case "tuple":
    case "list":
    case "set":
      yield* node.elements;
      return;
    case "dict":
      for (const { key, value } of node.entries) {
        if (key !== null) yield key;
        yield value;
      }
      return;
    case "binary":
      yield node.left;
      yield node.right;
      return;
    case "unary":
      yield node.operand;
      return;
    case "boolean":
      yield* node.operands;
      return;
    case "comparison":
      yield node.left;
      yield* node.comparators;
      return;
    case "conditional":
      yield* [node.test, node.then, node.otherwise];
      return;
    case "lambda":
      yield* inParameters(node.parameters);
      yield node.body;
      return;
    case "comprehension":
      yield* inComprehension(node);
      return;
    case "yield":
    case "return":
      if (node.value !== null) yield node.value;
      return;
    case "function":
      yield* node.decorators;
      yield* inParameters(node.parameters);
      if (node.returns !== null) yield node.returns;
      yield* node.body;
      return;
    case "class":
      yield* node.decorators;
      yield* node.bases;
      for (const keyword of node.keywords) yield keyword.value;
      yield* node.body;
      return;
    case "assign":
      yield* node.targets;
      yield node.value;
      return;
    case "annotated-assign":
      yield node.target;
      yield node.annotation;
      if (node.value !== null) yield node.value;
      return;
    case "augmented-assign":
      yield node.target;
      yield node.value;
      return;
    case "raise":
      yield* present(node.exception, node.cause);
      return;
    case "if":
    case "while":
      yield node.test;
      yield* node.body;
      yield* node.otherwise;
      return;
    case "for":
      yield node.target;
      yield node.iterable;
      yield* node.body;
      yield* node.otherwise;
      return;
    case "with":
      for (const { context, target } of node.items) yield* present(context, target);
      yield* node.body;
      return;
    case "try":
      yield* node.body;
      for (const handler of node.handlers) {
        yield* present(handler.type);
        yield* handler.body;
      }
      yield* node.otherwise;
      yield* node.finally;
      return;
    case "match":
      yield node.subject;
      for (const { guard, body } of node.cases) {
        yield* present(guard);
        yield* body;
      }
      return;
    case "pass":
    case "break":
    case "continue":
    case "delete":
    case "assert":
    case "global":
    case "nonlocal":
      yield* node.expressions;
  }
}

/**
 * Every node of `body` that runs in the same scope, before its children: nested functions, classes and lambdas are
 * met but not entered. Iterative, so that deep nesting costs no stack.
 */
export function* walkScope(body: readonly PythonNode[]): Generator<PythonNode> {
  const pending = [...body].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    if (node.kind === "function" || node.kind === "class" || node.kind === "lambda") continue;
    // A loop, because a spread of a very long literal's elements would overflow the stack.
    for (const child of [...childrenOf(node)].reverse()) pending.push(child);
  }
}

/** Every node of `body` and of all that is nested in it, before its children. */
export function* walkAll(body: readonly PythonNode[]): Generator<PythonNode> {
  const pending = [...body].reverse();
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    yield node;
    // A loop, because a spread of a very long literal's elements would overflow the stack.
    for (const child of [...childrenOf(node)].reverse()) pending.push(child);
  }
}

function* present(...nodes: readonly (Expression | null)[]): Generator<Expression> {
  for (const node of nodes) if (node !== null) yield node;
}

function* inParameters(parameters: readonly Parameter[]): Generator<Expression> {
  for (const parameter of parameters) yield* present(parameter.annotation, parameter.default);
}

function* inComprehension(node: Comprehension): Generator<Expression> {
  for (const clause of node.clauses) {
    yield clause.iterable;
    yield* clause.conditions;
  }
  yield* present(node.key, node.element);
}

/** What `name = …` or `name: type = …` assigns to: the first target; undefined for any other statement. */
export function assignedTarget(statement: Statement): Expression | undefined {
  if (statement.kind === "assign") return statement.targets[0];
  return statement.kind === "annotated-assign" ? statement.target : undefined;
}
