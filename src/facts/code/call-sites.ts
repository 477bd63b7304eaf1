import type {
  Call,
  Comprehension,
  Expression,
  For,
  FunctionDefinition,
  Module,
  Statement,
} from "../../syntax/python/ast.ts";
import { type PythonNode, childrenOf } from "../../syntax/python/walk.ts";
import { lastName } from "./inferred.ts";

/** A call that a function makes itself: nested functions and lambdas run elsewhere. */
export interface CallSite {
  readonly call: Call;
  /** Awaited, also through `asyncio.gather` and its like, or the context of an `async with` or `async for`. */
  readonly awaited: boolean;
  /** The innermost `for` loop or comprehension around it; the iterable itself is not inside. */
  readonly loop: For | Comprehension | null;
}

/** Functions that await what they are given. */
const awaiting = new Set([
  "gather",
  "wait_for",
  "create_task",
  "ensure_future",
  "shield",
  "as_completed",
  "start_soon",
  "run_coroutine_threadsafe",
  "run_until_complete",
  "wait",
]);

const cache = new WeakMap<FunctionDefinition, readonly CallSite[]>();

interface Pending extends Omit<CallSite, "call"> {
  readonly node: PythonNode;
}

/** The calls of a function's own body, in order of the source. */
export function callsOf(node: FunctionDefinition): readonly CallSite[] {
  const cached = cache.get(node);
  if (cached !== undefined) return cached;
  const sites = collect(node.body, false);
  cache.set(node, sites);
  return sites;
}

/** The calls that importing a module makes, those in class bodies and decorators included. */
export function callsOfModule(module: Module): readonly CallSite[] {
  return collect(module.body, true);
}

function collect(body: readonly Statement[], intoClasses: boolean): readonly CallSite[] {
  const sites: CallSite[] = [];
  const pending: Pending[] = [...body]
    .reverse()
    .map((statement) => ({ node: statement, awaited: false, loop: null }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { node, awaited, loop } = next;
    if (node.kind === "lambda" || (node.kind === "class" && !intoClasses)) continue;
    if (node.kind === "function") {
      const decorators = intoClasses ? [...node.decorators].reverse() : [];
      for (const decorator of decorators) pending.push({ node: decorator, awaited: false, loop: null });
      continue;
    }
    if (node.kind === "call") sites.push({ call: node, awaited, loop });
    for (const child of [...inside(node, loop)].reverse()) pending.push(child);
  }
  return sites;
}

/** The children of a node with what holds for them. */
function* inside(node: PythonNode, loop: CallSite["loop"]): Generator<Pending> {
  const plain = (child: PythonNode, awaited = false, around = loop): Pending => ({
    node: child,
    awaited,
    loop: around,
  });
  switch (node.kind) {
    case "await":
      yield plain(node.value, true);
      return;
    case "call": {
      const awaits = awaiting.has(lastName(node.callee));
      yield plain(node.callee);
      for (const argument of node.args) yield* handed(argument, awaits, plain);
      for (const { value } of node.keywords) yield plain(value);
      return;
    }
    case "with":
      for (const { context, target } of node.items) {
        yield plain(context, node.async);
        if (target !== null) yield plain(target);
      }
      for (const statement of node.body) yield plain(statement);
      return;
    case "for":
      yield plain(node.iterable, node.async);
      for (const statement of node.body) yield plain(statement, false, node);
      for (const statement of node.otherwise) yield plain(statement);
      return;
    case "comprehension":
      yield* insideComprehension(node, plain);
      return;
    default:
      for (const child of childrenOf(node)) yield plain(child);
  }
}

type Plain = (child: PythonNode, awaited?: boolean, around?: CallSite["loop"]) => Pending;

/** `gather(*[f(x) for x in xs])` awaits each element. */
function* handed(argument: Expression, awaits: boolean, plain: Plain): Generator<Pending> {
  let value = argument;
  while (value.kind === "starred") value = value.value;
  if (!awaits) {
    yield plain(value);
  } else if (value.kind === "list" || value.kind === "tuple" || value.kind === "set") {
    for (const element of value.elements) yield plain(element, true);
  } else if (value.kind === "comprehension") {
    yield* insideComprehension(value, plain, true);
  } else {
    yield plain(value, true);
  }
}

function* insideComprehension(node: Comprehension, plain: Plain, awaited = false): Generator<Pending> {
  for (const [at, clause] of node.clauses.entries()) {
    yield at === 0 ? plain(clause.iterable, clause.async) : plain(clause.iterable, clause.async, node);
    for (const condition of clause.conditions) yield plain(condition, false, node);
  }
  if (node.key !== null) yield plain(node.key, false, node);
  yield plain(node.element, awaited, node);
}
