import type { Call, Expression, FunctionDefinition, Span, Statement } from "../../syntax/python/ast.ts";
import { childrenOf, walkAll } from "../../syntax/python/walk.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { lowest, type Confidence, type Location } from "../location.ts";
import { moduleScope, type NameScope, type Placed } from "../sqlalchemy/name-scope.ts";
import { constantIn, follow, keywordOf } from "../sqlalchemy/name-scope.ts";
import { readCall, type Callee } from "./calls.ts";
import { decideCondition, isExistenceGuard, textTruth } from "./dialect.ts";
import { callScope, itemOfUnknown, itemsOf, unknownAt, withLocal, withTarget } from "./items.ts";
import { nameIn } from "./names.ts";
import { receiverOf } from "./receiver.ts";
import { locationOf, record, startTransaction, type Run } from "./record.ts";
import { readRowAssignment } from "./row-changes.ts";

/** Functions of a migration that call each other are followed this far. */
const deepestCall = 6;

/** What holds at one point of the migration's code. */
interface Frame {
  readonly scope: NameScope;
  readonly confidence: Confidence;
  readonly functions: ReadonlyMap<string, Callee>;
  /** Calls that led here. */
  readonly stack: readonly FunctionDefinition[];
  /** Inside a function of another file: the call in the migration that leads there. */
  readonly site: Location | null;
}

function placeOf(frame: Frame, span: Pick<Span, "line" | "endLine">): Location {
  return frame.site ?? locationOf(frame.scope.path, span);
}

/** Does the code after a block still run: surely, perhaps not (a `return` under a condition), or not at all. */
type Outcome = "continues" | "may-end" | "ends";

interface Step {
  readonly frame: Frame;
  readonly outcome: Outcome;
}

/** Reads `upgrade` or `downgrade` of a revision, in the order in which it would run. */
export function runFunction(run: Run, path: string, node: FunctionDefinition): void {
  const scope = node.parameters.reduce<NameScope>(
    (inner, parameter) =>
      withLocal(inner, parameter.name, { scope: inner, expression: unknownAt(parameter, parameter.name) }),
    moduleScope(run.project, path),
  );
  runBlock(run, node.body, { scope, confidence: "high", functions: new Map(), stack: [node], site: null });
}

function runBlock(run: Run, body: readonly Statement[], start: Frame): Step {
  let frame = start;
  let outcome: Outcome = "continues";
  for (const statement of body) {
    if (run.budget <= 0) return { frame, outcome: "ends" };
    run.budget -= 1;
    if (run.budget === 0) {
      const what = "the migration has too many steps to read";
      run.unresolved.push({ where: placeOf(frame, statement), what });
    }
    const step = runStatement(run, statement, frame);
    frame = step.frame;
    if (step.outcome === "ends") return { frame, outcome: "ends" };
    if (step.outcome === "may-end") {
      outcome = "may-end";
      frame = { ...frame, confidence: lowest(frame.confidence, "medium") };
    }
  }
  return { frame, outcome };
}

function runStatement(run: Run, statement: Statement, frame: Frame): Step {
  const go = (next: Frame): Step => ({ frame: next, outcome: "continues" });
  switch (statement.kind) {
    case "expression":
      effects(run, statement.value, frame);
      return go(withMutation(statement.value, frame));
    case "assign":
      effects(run, statement.value, frame);
      return go(
        statement.targets.reduce((next, target) => assign(run, target, statement.value, next), frame),
      );
    case "annotated-assign":
      if (statement.value === null) return go(frame);
      effects(run, statement.value, frame);
      return go(assign(run, statement.target, statement.value, frame));
    case "augmented-assign":
      effects(run, statement.value, frame);
      return go(forget(frame, [statement.target]));
    case "return":
      if (statement.value !== null) effects(run, statement.value, frame);
      return { frame, outcome: "ends" };
    case "raise":
    case "continue":
    case "break":
      return { frame, outcome: "ends" };
    case "if":
      return runIf(run, statement, frame);
    case "for":
      return go(runFor(run, statement, frame));
    case "while":
      effects(run, statement.test, frame);
      return go(runOpenLoop(run, statement.body, frame, frame));
    case "with":
      return runWith(run, statement, frame);
    case "try":
      return runTry(run, statement, frame);
    case "match":
      return go(runCases(run, statement, frame));
    case "function":
      return go(defineFunction(statement, frame));
    case "unknown-statement":
      run.unresolved.push({ where: placeOf(frame, statement), what: "a statement that could not be read" });
      return go(frame);
    default:
      return go(frame);
  }
}

// ── names ──────────────────────────────────────────────────────────────────────────────────────────────────────

function assign(run: Run, target: Expression, value: Expression, frame: Frame): Frame {
  const update = readRowAssignment(frame.scope, target);
  if (update !== null) {
    const where = placeOf(frame, target);
    record(run, update, `${unparse(target)} = ${unparse(value)}`, { where, confidence: frame.confidence });
    return frame;
  }
  if (target.kind === "subscript" || target.kind === "attribute") return forget(frame, [rootOf(target)]);
  return { ...frame, scope: withTarget(frame.scope, target, { scope: frame.scope, expression: value }) };
}

function rootOf(expression: Expression): Expression {
  return expression.kind === "attribute" || expression.kind === "subscript"
    ? rootOf(expression.value)
    : expression;
}

/** Names whose value is no longer known. */
function forget(frame: Frame, targets: readonly Expression[]): Frame {
  const scope = targets.reduce<NameScope>((inner, target) => {
    if (target.kind !== "name" || !inner.locals.has(target.id)) return inner;
    return withLocal(inner, target.id, { scope: inner, expression: unknownAt(target, target.id) });
  }, frame.scope);
  return { ...frame, scope };
}

const mutators = new Set([
  "append",
  "extend",
  "insert",
  "add",
  "update",
  "pop",
  "remove",
  "clear",
  "setdefault",
  "sort",
]);

/** `columns.append(…)`: what the list holds is no longer what was written down. */
function withMutation(expression: Expression, frame: Frame): Frame {
  if (expression.kind !== "call" || expression.callee.kind !== "attribute") return frame;
  const { value, attribute } = expression.callee;
  if (!mutators.has(attribute) || receiverOf(frame.scope, value) !== null) return frame;
  return forget(frame, [value]);
}

function defineFunction(node: FunctionDefinition, frame: Frame): Frame {
  const callee: Callee = { path: frame.scope.path, node, closure: frame.scope };
  return { ...frame, functions: new Map([...frame.functions, [node.name, callee]]) };
}

/** After branches of which only the run knows which was taken: names that one of them bound are unknown. */
function joinScopes(before: Frame, branches: readonly Frame[]): Frame {
  const changed = new Set<string>();
  for (const branch of branches) {
    for (const [name, bound] of branch.scope.locals) {
      if (before.scope.locals.get(name) !== bound) changed.add(name);
    }
  }
  const functions = new Map(branches.flatMap((branch) => [...branch.functions]));
  const scope = [...changed].reduce<NameScope>((inner, name) => {
    const [only, other] = branches
      .map((branch) => branch.scope.locals.get(name))
      .filter((bound) => bound !== undefined);
    const bound = only ?? other;
    if (bound === undefined) return inner;
    const known = branches.length === 1 || !before.scope.locals.has(name) ? bound.expression : null;
    const isSame = other === undefined || other === only;
    const expression = known !== null && isSame ? known : unknownAt(bound.expression, name);
    return withLocal(inner, name, { scope: bound.scope ?? inner, expression });
  }, before.scope);
  return { ...before, scope, functions: new Map([...before.functions, ...functions]) };
}

// ── branches and loops ─────────────────────────────────────────────────────────────────────────────────────────

function runIf(run: Run, statement: Extract<Statement, { kind: "if" }>, before: Frame): Step {
  effects(run, statement.test, before);
  const frame = withNamed(before, statement.test);
  const decided = decideCondition(frame.scope, statement.test, run.dialect);
  if (decided !== null) {
    // What another database would run is kept, at low confidence: it is no statement of this one.
    const [taken, other] = decided
      ? [statement.body, statement.otherwise]
      : [statement.otherwise, statement.body];
    const step = runBlock(run, taken, frame);
    const { segment, nextSegment } = run;
    runBlock(run, other, { ...frame, confidence: "low" });
    Object.assign(run, { segment, nextSegment });
    return step;
  }
  const isText = textTruth(frame.scope, statement.test);
  if (isText !== null) return runBlock(run, isText ? statement.body : statement.otherwise, frame);
  const guard = isExistenceGuard(frame.scope, statement.test);
  const conditional: Frame = { ...frame, confidence: lowest(frame.confidence, "medium") };
  const then = runBlock(run, statement.body, guard ? frame : conditional);
  const otherwise = runBlock(run, statement.otherwise, conditional);
  const both = then.outcome === "ends" && otherwise.outcome === "ends" && statement.otherwise.length > 0;
  if (both) return { frame, outcome: "ends" };
  const joined = joinScopes(frame, [then.frame, otherwise.frame]);
  const leaves = [then.outcome, otherwise.outcome].some((outcome) => outcome !== "continues");
  const isCheck = guard || statement.body.at(-1)?.kind === "raise";
  return { frame: joined, outcome: leaves && !isCheck ? "may-end" : "continues" };
}

/** Names that a condition binds: `if (bind := op.get_bind()).dialect.name == "postgresql"`. */
function withNamed(frame: Frame, test: Expression): Frame {
  let { scope } = frame;
  for (const node of walkAll([test])) {
    if (node.kind !== "named") continue;
    scope = withLocal(scope, node.target, { scope, expression: node.value });
  }
  return scope === frame.scope ? frame : { ...frame, scope };
}

function runFor(run: Run, statement: Extract<Statement, { kind: "for" }>, frame: Frame): Frame {
  effects(run, statement.iterable, frame);
  const items = itemsOf(frame.scope, statement.iterable);
  if (items === null) {
    const item = itemOfUnknown(frame.scope, statement.iterable);
    const inside = { ...frame, scope: withTarget(frame.scope, statement.target, item) };
    return runOpenLoop(run, statement.body, inside, frame);
  }
  let current = frame;
  for (const item of items) {
    const scope = withTarget(current.scope, statement.target, item);
    const step = runBlock(run, statement.body, { ...current, scope });
    current = { ...step.frame, confidence: frame.confidence };
    if (run.budget <= 0) break;
  }
  return current;
}

/** A loop that runs as often as only the run knows: read once. */
function runOpenLoop(run: Run, body: readonly Statement[], inside: Frame, outside: Frame): Frame {
  const step = runBlock(run, body, { ...inside, confidence: lowest(inside.confidence, "medium") });
  return joinScopes(outside, [step.frame, outside]);
}

function runTry(run: Run, statement: Extract<Statement, { kind: "try" }>, frame: Frame): Step {
  const swallows = statement.handlers.some((handler) => handler.body.at(-1)?.kind !== "raise");
  const confidence = swallows ? lowest(frame.confidence, "medium") : frame.confidence;
  const main = runBlock(run, [...statement.body, ...statement.otherwise], { ...frame, confidence });
  for (const handler of statement.handlers) {
    runBlock(run, handler.body, { ...frame, confidence: lowest(frame.confidence, "medium") });
  }
  const last = runBlock(run, statement.finally, { ...main.frame, confidence: frame.confidence });
  return { frame: last.frame, outcome: main.outcome === "ends" ? "ends" : last.outcome };
}

function runCases(run: Run, statement: Extract<Statement, { kind: "match" }>, frame: Frame): Frame {
  effects(run, statement.subject, frame);
  const confidence = lowest(frame.confidence, "medium");
  const frames = statement.cases.map((one) => runBlock(run, one.body, { ...frame, confidence }).frame);
  return joinScopes(frame, frames);
}

function runWith(run: Run, statement: Extract<Statement, { kind: "with" }>, frame: Frame): Step {
  let inside = frame;
  let autocommit = false;
  for (const { context, target } of statement.items) {
    if (isAutocommitBlock(inside.scope, context)) {
      autocommit = true;
      continue;
    }
    effects(run, context, inside);
    recordRecreate(run, context, inside);
    if (target !== null) {
      const placed: Placed = { scope: inside.scope, expression: context };
      inside = { ...inside, scope: withTarget(inside.scope, target, placed) };
    }
  }
  if (!autocommit) return runBlock(run, statement.body, inside);
  run.segment = null;
  const step = runBlock(run, statement.body, inside);
  startTransaction(run);
  return step;
}

/** `op.get_context().autocommit_block()`, `context.get_context().autocommit_block()`. */
function isAutocommitBlock(scope: NameScope, context: Expression): boolean {
  const { expression } = follow(scope, context);
  return (
    expression.kind === "call" &&
    expression.callee.kind === "attribute" &&
    expression.callee.attribute === "autocommit_block"
  );
}

/** `batch_alter_table(…, recreate="always")` copies the whole table, on PostgreSQL too. */
function recordRecreate(run: Run, context: Expression, frame: Frame): void {
  const receiver = receiverOf(frame.scope, context);
  if (receiver?.kind !== "batch" || context.kind !== "call") return;
  const recreate = keywordOf(context, "recreate");
  if (recreate === null || constantIn(frame.scope, recreate) !== "always") return;
  const table = nameIn(frame.scope, context.args[0] ?? keywordOf(context, "table_name"));
  const relations = table === null ? [] : [table];
  const where = placeOf(frame, context);
  record(run, { kind: "other", command: "RECREATE TABLE", relations }, "", {
    where,
    confidence: frame.confidence,
  });
}

// ── calls ──────────────────────────────────────────────────────────────────────────────────────────────────────

/** Reads the calls in an expression, arguments before the call that they are for. */
function effects(run: Run, expression: Expression, frame: Frame): void {
  if (expression.kind === "lambda") return;
  if (expression.kind === "comprehension") {
    const [clause] = expression.clauses;
    const items = clause === undefined ? null : itemsOf(frame.scope, clause.iterable);
    if (clause === undefined) return;
    effects(run, clause.iterable, frame);
    const all: readonly Placed[] = items ?? [itemOfUnknown(frame.scope, clause.iterable)];
    const confidence = items === null ? lowest(frame.confidence, "medium") : frame.confidence;
    for (const item of all) {
      effects(run, expression.element, {
        ...frame,
        confidence,
        scope: withTarget(frame.scope, clause.target, item),
      });
    }
    return;
  }
  for (const child of childrenOf(expression)) if (isExpression(child)) effects(run, child, frame);
  if (expression.kind === "call") runCall(run, expression, frame);
}

function isExpression(node: Expression | Statement): node is Expression {
  return node.kind !== "function" && node.kind !== "class";
}

function runCall(run: Run, call: Call, frame: Frame): void {
  const callee = readCall(run, frame, call);
  if (callee === null) return;
  if (frame.stack.includes(callee.node) || frame.stack.length > deepestCall) {
    const what = `calls of \`${callee.node.name}\` are too deep to follow`;
    run.unresolved.push({ where: placeOf(frame, call), what });
    return;
  }
  const scope = callScope(frame.scope, callee.call ?? call, callee);
  const inner: Frame = {
    scope: callee.closure === null ? scope : withClosure(scope, callee.closure),
    confidence: frame.confidence,
    functions: callee.closure === null ? new Map() : frame.functions,
    stack: [...frame.stack, callee.node],
    site: callee.path === frame.scope.path ? frame.site : (frame.site ?? locationOf(frame.scope.path, call)),
  };
  runBlock(run, callee.node.body, inner);
}

/** A nested function sees the names around it, its own parameters first. */
function withClosure(scope: NameScope, closure: NameScope): NameScope {
  return { ...scope, locals: new Map([...closure.locals, ...scope.locals]) };
}
