import type { Call, Expression } from "../../syntax/python/ast.ts";
import { isTestModule } from "../../source/file-kind.ts";
import type { Unresolved } from "../location.ts";
import type { Project } from "../python/project.ts";
import { argumentsOf, callValue, evaluateCall } from "../values/call.ts";
import { createEvaluator, evaluate } from "../values/evaluator.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { executeBlock, isRelevantNode } from "../values/execute.ts";
import { functionOf, innerScope, moduleScope } from "../values/scope.ts";
import { known, textOf } from "../values/value.ts";
import type {
  Arguments,
  CallSite,
  FunctionValue,
  Frame,
  NativeObject,
  Scope,
  Value,
} from "../values/value.ts";
import { createRouter, unknownRouter, verbs } from "./router.ts";
import type { IncludeEntry, MountEntry, Registry, Router } from "./router.ts";

/** The routers of a project, made by executing the modules that can have something to do with them. */
export interface Routes {
  readonly evaluator: Evaluator;
  readonly routers: readonly Router[];
  /** What is included or mounted: a router, null for what is none, `outside` for one that is not looked at. */
  readonly targetOf: (entry: IncludeEntry | MountEntry) => Router | "outside" | null;
  /** Executes a module for its routers, once. */
  readonly execute: (path: string) => void;
  /** Executes functions that make applications and were never called: factories that the server calls. */
  readonly executeFactories: () => void;
  /** `path.py:name` of an application. */
  readonly nameOf: (router: Router) => string;
  readonly unresolved: Unresolved[];
}

/** Is the expression one that need not be followed? */
type OutsideTest = (expression: Expression, scope: Scope) => boolean;

/** Words without which a text has nothing to do with routes. */
const relevant =
  /\b(?:APIRouter|FastAPI|include_router|add_api_route|add_api_websocket_route|api_route)\b|\.mount\(|@[\w.]+\.(?:get|post|put|patch|delete|head|options|trace|websocket|websocket_route|route)\(|\b(?:app|api|router)\b/i;
const candidate =
  /\b(?:APIRouter|FastAPI|include_router|add_api_route|add_api_websocket_route|api_route)\b|@[\w.]+\.(?:get|post|put|patch|delete|head|options|trace|websocket|websocket_route|route)\(|Router\(/;

/** Can code of this text make routers, or add something to one? */
export function mayRegister(text: string): boolean {
  return relevant.test(text);
}

/** Does a function of this text make routers, so that it is looked into although nothing calls it? */
export function makesRouters(text: string): boolean {
  return /\bFastAPI\b|Router\(/.test(text);
}

/** Answers by project and path: they are asked for again and again. */
const candidates = new WeakMap<Project, Map<string, boolean>>();

/**
 * Can the module have routes or routers? Cheap: it looks at the text only. Tests make applications of their own, which
 * nobody calls.
 */
export function isRouteCandidate(project: Project, path: string): boolean {
  const known = candidates.get(project) ?? new Map<string, boolean>();
  candidates.set(project, known);
  const answer = known.get(path) ?? hasRoutes(path, project.text(path));
  known.set(path, answer);
  return answer;
}

function hasRoutes(path: string, text: string | null): boolean {
  if (text === null || isTestModule(path, text)) return false;
  const isWorthALook =
    text.includes("outer") || text.includes("FastAPI") || text.includes("api") || text.includes("app");
  return isWorthALook && candidate.test(text);
}

/** Frameworks whose routers look alike and are none of ours. */
const foreign =
  /^(?:flask|quart|sanic|litestar|starlite|django|rest_framework|ninja|ninja_extra|aiogram|faststream|robyn|falcon|tornado|bottle|blacksheep|aiohttp|molten|starlette|celery|typer|click|responses|respx|httpx|requests|unittest|pytest)(?:\.|$)/;

/** What a library's constructor makes: an application, a router, or neither. */
export function routerKind(name: string): Router["kind"] | null {
  if (foreign.test(name)) return null;
  const last = name.slice(name.lastIndexOf(".") + 1);
  if (last === "FastAPI") return "application";
  return /(?:^|[a-z])Router$|^APIRouter/.test(last) ? "router" : null;
}

/** Prepares the reading of a project's routes. */
export function collectRoutes(project: Project, isOutside: OutsideTest = () => false): Routes {
  const registry: Registry = { routers: [], decorating: null, registrations: 0 };
  const routers = new Map<NativeObject, Router>();
  const unresolved: Unresolved[] = [];
  const executed = new Set<string>();
  const make = (kind: Router["kind"], site: CallSite, args: Arguments): Router => {
    const router = createRouter(registry, kind, site, args);
    routers.set(router, router);
    return router;
  };
  const evaluator = createEvaluator(project, {
    construct: (name, _definition, args, site) => {
      const kind = routerKind(name);
      return kind === null ? null : make(kind, site, args);
    },
    isRelevant: mayRegister,
    decorate: (fn, decorators, frame) => {
      if (fn.kind === "function") decorate(context, fn, decorators, frame);
    },
  });
  const context: Context = { evaluator, registry, routers, unresolved, implicit: new Map() };

  const execute = (path: string): void => {
    if (executed.has(path)) return;
    executed.add(path);
    const module = project.module(path);
    if (module === null) return;
    const scope = moduleScope(evaluator, path);
    executeBlock(evaluator, module.body, { scope, conditional: false, depth: 0, returns: [] });
    forceCalls(evaluator, scope);
  };
  return {
    evaluator,
    routers: registry.routers,
    targetOf: ({ target }) => {
      if (target === null) return null;
      if (target.origin !== null && isOutside(target.origin.expression, target.origin.scope))
        return "outside";
      const value = target.value();
      return (value.kind === "object" ? routers.get(value.object) : context.implicit.get(value)) ?? null;
    },
    execute,
    executeFactories: () => {
      for (const path of [...executed].sort()) executeFactories(context, path);
    },
    nameOf: (router) => `${router.where.path}:${nameOf(evaluator, router)}`,
    unresolved,
  };
}

interface Context {
  readonly evaluator: Evaluator;
  readonly registry: Registry;
  readonly routers: Map<NativeObject, Router>;
  readonly unresolved: Unresolved[];
  /** Routers that are known only by their use, by the value or text that they are called by. */
  readonly implicit: Map<unknown, Router>;
}

/** Values of module-level calls that may make something are asked for, so that what they register is registered. */
function forceCalls(evaluator: Evaluator, scope: ReturnType<typeof moduleScope>): void {
  for (const name of scope.names.keys()) {
    const bound = scope.names.get(name);
    const expression = bound?.origin?.expression;
    if (bound === undefined || expression?.kind !== "call") continue;
    const callee = evaluate(evaluator, expression.callee, scope);
    const isMaker =
      (callee.kind === "external" && routerKind(callee.name) !== null) ||
      ((callee.kind === "class" || (callee.kind === "function" && callee.node.kind === "function")) &&
        isRelevantNode(evaluator, callee.path, callee.node));
    if (isMaker || callee.kind === "method") bound.value();
  }
}

/** The name of an application: what a module binds it to, else the function that makes it. */
function nameOf(evaluator: Evaluator, router: Router): string {
  const scope = moduleScope(evaluator, router.where.path);
  for (const [name, bound] of scope.names) {
    if (bound.origin?.expression.kind !== "call") continue;
    const value = bound.value();
    if (value.kind === "object" && value.object === router) return name;
  }
  return router.madeIn === "" ? "app" : router.madeIn;
}

function executeFactories(context: Context, path: string): void {
  const { evaluator, registry } = context;
  const module = evaluator.project.module(path);
  const scope = moduleScope(evaluator, path);
  for (const statement of module?.body ?? []) {
    if (statement.kind !== "function" || statement.async) continue;
    const text = evaluator.project.text(path)?.slice(statement.start, statement.end) ?? "";
    const makes = makesRouters(text);
    const isDone = registry.routers.some(
      ({ where, madeIn }) =>
        where.path === path && (madeIn === statement.name || madeIn.startsWith(`${statement.name}.`)),
    );
    if (!makes || isDone) continue;
    const fn = functionOf(statement, scope, null);
    const inner = innerScope(scope, "function", statement.name);
    for (const parameter of statement.parameters) {
      const value = parameterValue(context, parameter.annotation, fn);
      if (value !== null) inner.names.set(parameter.name, known(value));
    }
    executeBlock(evaluator, statement.body, { scope: inner, conditional: false, depth: 1, returns: [] });
    forceCalls(evaluator, inner);
  }
}

/** An argument that nobody in the repository gives: an application or router of unknown making. */
function parameterValue(context: Context, annotation: Expression | null, fn: FunctionValue): Value | null {
  if (annotation === null) return null;
  const type = evaluate(context.evaluator, annotation, fn.scope);
  if (type.kind !== "external" || routerKind(type.name) === null) return null;
  const where = { path: fn.path, line: annotation.line, endLine: annotation.endLine };
  const router = unknownRouter(context.registry, { where, scope: fn.scope });
  context.routers.set(router, router);
  return { kind: "object", object: router };
}

// ── decorators ─────────────────────────────────────────────────────────────────────────────────────────────────

/** Applies the decorators that may register the function, from the one next to it outwards. */
function decorate(
  context: Context,
  fn: FunctionValue,
  decorators: readonly Expression[],
  frame: Frame,
): void {
  const { registry } = context;
  const outer = registry.decorating;
  registry.decorating = fn;
  for (const decorator of [...decorators].reverse()) {
    if (decorator.kind === "call") applyDecorator(context, fn, decorator, frame);
  }
  registry.decorating = outer;
}

function applyDecorator(context: Context, fn: FunctionValue, decorator: Call, frame: Frame): void {
  const { evaluator, registry } = context;
  const { scope, conditional } = frame;
  const { path } = scope;
  const callee = evaluate(evaluator, decorator.callee, scope);
  const site: CallSite = {
    expression: decorator,
    scope,
    where: { path, line: decorator.line, endLine: decorator.endLine },
    conditional,
  };
  const before = registry.registrations;
  if (
    callee.kind === "method" ||
    (callee.kind === "function" && handsRouter(context, decorator, callee, frame))
  ) {
    const made = evaluateCall(evaluator, decorator, scope, conditional);
    if (made !== null) callValue(evaluator, made, onlyArgument(fn), site);
  }
  if (registry.registrations > before) return;
  const handed = routerMethodAmong(context, decorator, scope);
  if (handed !== null) registerWrapped(context, fn, decorator, handed, site);
  else if (callee.kind === "expression" || callee.kind === "external-call")
    registerByUse(context, fn, decorator, site);
}

/** Is a decorator of the repository one that registers: by its text, or because it is given a router's method? */
function handsRouter(context: Context, decorator: Call, callee: FunctionValue, { scope }: Frame): boolean {
  if (routerMethodAmong(context, decorator, scope) !== null) return true;
  if (callee.self?.kind === "instance" || callee.self?.kind === "object") return true;
  const text = context.evaluator.project.text(callee.path)?.slice(callee.node.start, callee.node.end) ?? "";
  return (
    /\.(?:add_api_route|api_route|get|post|put|patch|delete)\(/.test(text) &&
    /\b\w*(?:router|app)\b/i.test(text)
  );
}

/** `@protected(router.get, "/x")`: the argument that is a method of a router. */
function routerMethodAmong(
  context: Context,
  decorator: Call,
  scope: Frame["scope"],
): Extract<Value, { kind: "method" }> | null {
  for (const argument of decorator.args) {
    if (argument.kind !== "attribute" || !verbs.has(argument.attribute)) continue;
    const value = evaluate(context.evaluator, argument, scope);
    if (value.kind === "method" && context.routers.has(value.object)) return value;
  }
  return null;
}

/** A wrapper that can't be followed passes its other arguments on. */
function registerWrapped(
  context: Context,
  fn: FunctionValue,
  decorator: Call,
  handed: Extract<Value, { kind: "method" }>,
  site: CallSite,
): void {
  const given = argumentsOf(context.evaluator, decorator, site.scope);
  const positional = given.positional.filter((argument) => argument.value() !== handed);
  const made = handed.object.call(handed.name, { ...given, positional }, site);
  if (made !== null) callValue(context.evaluator, made, onlyArgument(fn), site);
}

function onlyArgument(fn: FunctionValue): Arguments {
  return { positional: [known(fn)], keywords: new Map(), open: false };
}

/** `@thing.get("/x")` where `thing` is not known: a router by its use, if nothing speaks against it. */
function registerByUse(context: Context, fn: FunctionValue, decorator: Call, site: CallSite): void {
  const { callee } = decorator;
  if (callee.kind !== "attribute" || !verbs.has(callee.attribute)) return;
  const [path] = decorator.args;
  if (path !== undefined && !startsPath(context.evaluator, path, site)) return;
  const base = evaluate(context.evaluator, callee.value, site.scope);
  if (!isPlausible(base, callee.value)) return;
  const key = base.kind === "expression" ? `${site.scope.path}\u0000${lastName(callee.value)}` : base;
  let router = context.implicit.get(key);
  if (router === undefined) {
    const args = base.kind === "external-call" ? base.arguments : undefined;
    router =
      args === undefined
        ? unknownRouter(context.registry, site)
        : createRouter(context.registry, "router", site, args, true);
    context.implicit.set(key, router);
    context.routers.set(router, router);
    context.unresolved.push({
      where: site.where,
      what: `\`${lastName(callee.value)}\` is taken for a router by its use`,
    });
  }
  const args = argumentsOf(context.evaluator, decorator, site.scope);
  const made = router.call(callee.attribute, args, site);
  if (made !== null) callValue(context.evaluator, made, onlyArgument(fn), site);
}

function startsPath(evaluator: Evaluator, path: Expression, { scope }: CallSite): boolean {
  const text = textOf(evaluate(evaluator, path, scope));
  return text === null ? path.kind !== "string" : text === "" || text.startsWith("/");
}

function lastName(expression: Expression): string {
  if (expression.kind === "name") return expression.id;
  if (expression.kind === "attribute") return expression.attribute;
  return expression.kind === "call" ? lastName(expression.callee) : "";
}

/** Does the name or the library that made it say that it is a router of ours? */
function isPlausible(base: Value, written: Expression): boolean {
  if (base.kind === "external-call") return !foreign.test(base.name) && /router|api|app/i.test(base.name);
  return base.kind === "expression" && /router|^api$|^app$/i.test(lastName(written));
}
