import type { Expression, FunctionDefinition, If, Statement } from "../../syntax/python/ast.ts";
import { walkScope } from "../../syntax/python/walk.ts";
import { evaluateCall } from "./call.ts";
import { classOf } from "./class.ts";
import { evaluate } from "./evaluator.ts";
import type { Evaluator } from "./evaluator.ts";
import { bindTarget, setEntry, truth } from "./expression.ts";
import { aliasOf, functionOf, innerScope, lookupLazy, resolveName, valueOfResolution } from "./scope.ts";
import { known, lazy, maximumItems } from "./value.ts";
import type { Block, Frame, Lazy, Scope, Value } from "./value.ts";

/**
 * Executes statements for what they bind, return and register. Values stay lazy: a call is followed when its value
 * is needed or when it may register something. Both branches of an unknown condition are executed, marked as conditional.
 */
export function executeBlock(evaluator: Evaluator, block: Block, frame: Frame): Flow {
  let flow: Flow = "goes-on";
  let at = frame;
  for (const statement of block) {
    if (evaluator.budget.steps <= 0) return "ends";
    evaluator.budget.steps -= 1;
    const next = executeStatement(evaluator, statement, at);
    if (next === "ends") return "ends";
    if (next === "may-end") {
      flow = "may-end";
      at = { ...frame, conditional: true };
    }
  }
  return flow;
}

/** Whether what stands behind a statement is reached: not after `return`, perhaps after a branch that returns. */
type Flow = "goes-on" | "may-end" | "ends";

function executeStatement(evaluator: Evaluator, statement: Statement, frame: Frame): Flow {
  const { scope } = frame;
  switch (statement.kind) {
    case "expression":
      executeExpression(evaluator, statement.value, frame);
      return "goes-on";
    case "assign":
      for (const target of statement.targets) assign(evaluator, target, statement.value, frame);
      return "goes-on";
    case "annotated-assign":
      if (statement.value !== null) assign(evaluator, statement.target, statement.value, frame);
      return "goes-on";
    case "augmented-assign":
      augment(evaluator, statement.target, statement.value, frame);
      return "goes-on";
    case "function":
      executeFunctionDefinition(evaluator, statement, frame);
      return "goes-on";
    case "class": {
      const value = classOf(evaluator, statement, scope);
      scope.names.set(statement.name, known(value));
      if (!hasDecoratedMethod(statement.body)) return "goes-on";
      executeBlock(evaluator, statement.body, { ...frame, scope: value.scope });
      return "goes-on";
    }
    case "if":
      return executeIf(evaluator, statement, frame);
    case "for":
      executeFor(evaluator, statement.target, statement.iterable, statement.body, frame);
      return "goes-on";
    case "while":
      executeBlock(evaluator, statement.body, { ...frame, conditional: true });
      return "goes-on";
    case "with":
      for (const { context, target } of statement.items) {
        if (target !== null) assign(evaluator, target, context, frame);
      }
      return executeBlock(evaluator, statement.body, frame);
    case "try":
      executeBlock(evaluator, statement.body, frame);
      executeBlock(evaluator, statement.otherwise, frame);
      executeBlock(evaluator, statement.finally, frame);
      return "goes-on";
    case "match":
      for (const { body } of statement.cases) executeBlock(evaluator, body, { ...frame, conditional: true });
      return "goes-on";
    case "return":
      if (statement.value !== null) frame.returns.push(evaluate(evaluator, statement.value, scope));
      return "ends";
    case "raise":
      return "ends";
    case "import":
    case "import-from":
      if (scope.kind === "function") bindImport(evaluator, statement, scope);
      return "goes-on";
    case "type-alias":
      scope.names.set(statement.name, known(aliasOf(statement, scope)));
      return "goes-on";
    case "pass":
    case "break":
    case "continue":
    case "delete":
    case "assert":
    case "global":
    case "nonlocal":
    case "unknown-statement":
      return "goes-on";
  }
}

function hasDecoratedMethod(body: Block): boolean {
  return body.some(
    (statement) =>
      (statement.kind === "function" && statement.decorators.length > 0) ||
      statement.kind === "expression" ||
      statement.kind === "class" ||
      statement.kind === "for",
  );
}

/** A bare expression matters when it is a call that may register something. */
function executeExpression(evaluator: Evaluator, expression: Expression, frame: Frame): void {
  const called = expression.kind === "await" ? expression.value : expression;
  if (called.kind !== "call" || !mayRegister(evaluator, called, frame.scope)) return;
  if (frame.scope.memo.has(called)) return;
  const value = evaluateCall(evaluator, called, frame.scope, frame.conditional);
  frame.scope.memo.set(called, value ?? { kind: "expression", expression: called, scope: frame.scope });
}

/** Methods of native objects always; the repository's functions when their text or arguments say so. */
function mayRegister(
  evaluator: Evaluator,
  call: Extract<Expression, { kind: "call" }>,
  scope: Scope,
): boolean {
  const callee = call.callee;
  if (callee.kind === "attribute" && callee.value.kind === "call") {
    if (callee.value.callee.kind === "name" && callee.value.callee.id === "super") return true;
  }
  const value = evaluate(evaluator, callee, scope);
  if (value.kind === "method" || value.kind === "object") return true;
  if (value.kind === "expression" || value.kind === "external")
    return isContainerMethod(evaluator, callee, scope);
  if (value.kind === "class") return isRelevantNode(evaluator, value.path, value.node);
  if (value.kind !== "function" || value.node.kind !== "function") return false;
  if (isRelevantNode(evaluator, value.path, value.node)) return true;
  return [...call.args, ...call.keywords.map((keyword) => keyword.value)].some((argument) => {
    const kind =
      argument.kind === "name" || argument.kind === "attribute"
        ? evaluate(evaluator, argument, scope).kind
        : "";
    return kind === "object" || kind === "method";
  });
}

/** `routers.append(x)`, `options.update(…)`. */
function isContainerMethod(evaluator: Evaluator, callee: Expression, scope: Scope): boolean {
  if (callee.kind !== "attribute") return false;
  const base = evaluate(evaluator, callee.value, scope).kind;
  return base === "list" || base === "dict";
}

/** Is the text of a function or class one that may make or change a native object? */
export function isRelevantNode(
  evaluator: Evaluator,
  path: string,
  node: { readonly start: number; readonly end: number },
): boolean {
  const key = `${path}:${node.start}`;
  const found = evaluator.relevant.get(key);
  if (found !== undefined) return found;
  const text = evaluator.project.text(path);
  const result = text !== null && evaluator.hooks.isRelevant(text.slice(node.start, node.end));
  evaluator.relevant.set(key, result);
  return result;
}

function assign(evaluator: Evaluator, target: Expression, expression: Expression, frame: Frame): void {
  const { scope } = frame;
  if (target.kind === "name") {
    const bound = lazyCall(evaluator, expression, frame);
    // `handler = router.get("/x")(handler)` registers; its argument is what the name meant before.
    if (expression.kind === "call" && expression.callee.kind === "call") bound.value();
    scope.names.set(target.id, bound);
    return;
  }
  const value = () => lazyCall(evaluator, expression, frame).value();
  if (target.kind === "tuple" || target.kind === "list") {
    bindTarget(target, value(), scope);
  } else if (target.kind === "attribute") {
    const base = evaluate(evaluator, target.value, scope);
    if (base.kind === "instance") base.attributes.set(target.attribute, value());
    else if (base.kind === "object") base.object.assign(target.attribute, value());
    else if (target.attribute === "__signature__") borrowSignature(evaluator, base, value());
  } else if (target.kind === "subscript") {
    const base = evaluate(evaluator, target.value, scope);
    if (base.kind === "dict") setEntry(base, evaluate(evaluator, target.index, scope), value());
  }
}

/** `wrapper.__signature__ = inspect.signature(other)`. */
function borrowSignature(evaluator: Evaluator, wrapper: Value, signature: Value): void {
  if (signature.kind !== "external-call" || signature.name !== "inspect.signature") return;
  const [other] = signature.arguments.positional;
  if (other !== undefined) evaluator.signatures.set(wrapper, other.value());
}

/** The value of an assignment. A call keeps to know whether it stands in an unknown branch. */
function lazyCall(evaluator: Evaluator, expression: Expression, frame: Frame): Lazy {
  const { scope, conditional } = frame;
  const origin = { expression, scope };
  const compute = (): Value => {
    if (expression.kind !== "call" || scope.memo.has(expression))
      return evaluate(evaluator, expression, scope);
    const value = evaluateCall(evaluator, expression, scope, conditional) ?? {
      kind: "expression",
      ...origin,
    };
    scope.memo.set(expression, value);
    return value;
  };
  return lazy(compute, origin, { kind: "expression", ...origin });
}

function augment(evaluator: Evaluator, target: Expression, expression: Expression, frame: Frame): void {
  const base = evaluate(evaluator, target, frame.scope);
  const added = evaluate(evaluator, expression, frame.scope);
  if (base.kind === "list" && added.kind === "list") {
    if (base.items.length + added.items.length <= maximumItems) base.items.push(...added.items);
  } else if (target.kind === "name" && base.kind === "constant") {
    frame.scope.names.set(target.id, known({ kind: "expression", expression: target, scope: frame.scope }));
  }
}

function executeFunctionDefinition(evaluator: Evaluator, node: FunctionDefinition, frame: Frame): void {
  const owner = frame.scope.kind === "class" ? frame.scope.class : null;
  const value = functionOf(node, frame.scope, owner);
  if (owner === null) frame.scope.names.set(node.name, known(value));
  if (node.decorators.length > 0) evaluator.hooks.decorate(value, node.decorators, frame, owner);
}

function executeIf(evaluator: Evaluator, statement: If, frame: Frame): Flow {
  const decided = decide(evaluator, statement.test, frame.scope);
  if (decided === true) return executeBlock(evaluator, statement.body, frame);
  if (decided === false) return executeBlock(evaluator, statement.otherwise, frame);
  const inner = { ...frame, conditional: true };
  // The body counts last where both branches bind a name: it is the usual case that a fallback stands behind.
  const otherwise = executeBlock(evaluator, statement.otherwise, inner);
  const body = executeBlock(evaluator, statement.body, inner);
  if (body === "goes-on" && otherwise === "goes-on") return "goes-on";
  return body === "ends" && otherwise === "ends" ? "ends" : "may-end";
}

/** Conditions that are the same in every deployment: literals, type checking, and arguments of the executed function. */
function decide(evaluator: Evaluator, test: Expression, scope: Scope): boolean | null {
  if (isNamed(test, "TYPE_CHECKING")) return false;
  if (test.kind === "comparison" && isNamed(test.left, "__name__")) return false;
  let local = test.kind === "constant";
  for (const node of walkScope([test])) {
    if (node.kind === "call" || node.kind === "attribute") return null;
    if (node.kind !== "name") continue;
    if (scope.kind !== "function" || lookupLazy(node.id, scope) === null) return null;
    local = true;
  }
  return local ? truth(evaluate(evaluator, test, scope)) : null;
}

function isNamed(expression: Expression, name: string): boolean {
  return (
    (expression.kind === "name" && expression.id === name) ||
    (expression.kind === "attribute" && expression.attribute === name)
  );
}

function executeFor(
  evaluator: Evaluator,
  target: Expression,
  iterable: Expression,
  body: Block,
  frame: Frame,
): void {
  const over = evaluate(evaluator, iterable, frame.scope);
  if (over.kind !== "list") {
    executeBlock(evaluator, body, {
      ...frame,
      scope: innerScope(frame.scope, "function", ""),
      conditional: true,
    });
    return;
  }
  for (const item of over.items) {
    if (evaluator.budget.steps <= 0) return;
    const scope = innerScope(frame.scope, "function", "");
    bindTarget(target, item, scope);
    executeBlock(evaluator, body, { ...frame, scope });
  }
}

function bindImport(
  evaluator: Evaluator,
  statement: Extract<Statement, { kind: "import" | "import-from" }>,
  scope: Scope,
): void {
  if (statement.kind === "import") {
    for (const { name, alias } of statement.names) {
      const bound = alias ?? name.split(".")[0] ?? name;
      scope.names.set(
        bound,
        lazy(() => importedModule(evaluator, alias === null ? bound : name, scope), null),
      );
    }
    return;
  }
  const dotted = ".".repeat(statement.level) + statement.module;
  for (const { name, alias } of statement.names) {
    scope.names.set(
      alias ?? name,
      lazy(() => importedName(evaluator, dotted, name, scope), null),
    );
  }
}

function importedModule(evaluator: Evaluator, dotted: string, scope: Scope): Value {
  const path = evaluator.project.findModule(dotted, scope.path);
  return path === null ? { kind: "external", name: dotted } : { kind: "module", path };
}

function importedName(evaluator: Evaluator, dotted: string, name: string, scope: Scope): Value {
  const path = evaluator.project.findModule(dotted, scope.path);
  if (path === null) {
    return (
      valueOfResolution(evaluator, { kind: "external", name: `${dotted}.${name}` }) ?? {
        kind: "external",
        name,
      }
    );
  }
  const found = resolveName(evaluator, path, name);
  if (found !== null) return found;
  const separator = dotted.endsWith(".") ? "" : ".";
  const submodule = evaluator.project.findModule(`${dotted}${separator}${name}`, scope.path);
  return submodule === null
    ? { kind: "external", name: `${dotted}.${name}` }
    : { kind: "module", path: submodule };
}
