import type { Call, Expression, FunctionDefinition, Module } from "../../syntax/python/ast.ts";
import { type PythonNode, walkAll } from "../../syntax/python/walk.ts";
import type { Contract } from "../contract.ts";
import type { BlockingReader } from "./blocking.ts";
import { callsOf } from "./call-sites.ts";
import type { Entry } from "./code.ts";
import { type FunctionUnit, functionsOf } from "./function-unit.ts";
import { type Inference, lastName, placeAtModule, placeIn } from "./inferred.ts";

/** Who runs an `async def` in the server's event loop, and the operations behind it. */
export interface Reach {
  readonly entry: Entry;
  /** Keys of the operations, such as `GET /weekly`, sorted. */
  readonly operations: readonly string[];
}

/** Callers are followed this far. */
const furthest = 4;
/** A function that more modules could call than this is left as `unknown`: following all of them costs too much. */
const mostModules = 80;
/** No more callers are looked at than this. */
const mostFunctions = 200;

export const routeDecorators: ReadonlySet<string> = new Set(
  "get post put patch delete head options trace api_route route websocket websocket_route".split(" "),
);

/** Finds who reaches a function: its own operation, a `Depends` on it, a caller; from definition to caller, by imports. */
export function makeReach(
  inference: Inference,
  reader: BlockingReader,
  contract: () => Contract,
): (unit: FunctionUnit) => Reach {
  const { project } = inference;
  const cache = new Map<FunctionUnit, Reach>();
  const known = new Map<FunctionUnit, Callers>();
  const dependencies = new Map<string, readonly Dependency[]>();
  let handlers: ReadonlyMap<string, readonly string[]> | null = null;
  const operationsOf = (unit: FunctionUnit): readonly string[] | undefined => {
    handlers ??= operationsByHandler(contract());
    return handlers.get(`${unit.path} ${unit.name}`);
  };

  /** From the function to its callers, level by level; each is looked at once. */
  function reachOf(unit: FunctionUnit): Reach {
    const cached = cache.get(unit);
    if (cached !== undefined) return cached;
    const seen = new Set([unit]);
    const entries = new Set<Entry>();
    const operations: string[] = [];
    let level = [unit];
    for (let distance = 0; distance <= furthest && level.length > 0; distance += 1) {
      const next: FunctionUnit[] = [];
      for (const one of level) {
        const own = itself(one);
        if (own !== null) {
          entries.add(own.entry);
          operations.push(...own.operations);
          continue;
        }
        const { callers, injected } = callersOf(one);
        if (injected) entries.add("dependency");
        next.push(...callers.filter((caller) => !seen.has(caller)));
        for (const caller of callers) seen.add(caller);
      }
      level = seen.size > mostFunctions ? [] : next;
    }
    const reach = {
      entry: strongest.find((entry) => entries.has(entry)) ?? "unknown",
      operations: sorted(operations),
    };
    cache.set(unit, reach);
    return reach;
  }

  /** A function that the framework calls. */
  function itself(unit: FunctionUnit): Reach | null {
    const operations = operationsOf(unit);
    if (operations !== undefined) return { entry: "operation", operations: sorted(operations) };
    for (const decorator of unit.node.decorators) {
      if (decorator.kind !== "call" || decorator.callee.kind !== "attribute") continue;
      const { attribute } = decorator.callee;
      if (attribute === "middleware") return { entry: "middleware", operations: [] };
      if (attribute === "exception_handler") return { entry: "exception-handler", operations: [] };
      if (routeDecorators.has(attribute) && isRouter(unit.path, decorator.callee.value))
        return { entry: "operation", operations: [] };
    }
    return unit.node.name === "dispatch" && isMiddlewareClass(unit)
      ? { entry: "middleware", operations: [] }
      : null;
  }

  function isRouter(path: string, expression: Expression): boolean {
    const type = inference.typeOf(placeAtModule(path), expression);
    const label = inference.labelOf(type);
    return label !== null && /\.(?:APIRouter|FastAPI|Starlette|Router)$/.test(label);
  }

  function isMiddlewareClass(unit: FunctionUnit): boolean {
    return unit.owner?.node.bases.some((base) => lastName(base) === "BaseHTTPMiddleware") ?? false;
  }

  /** Functions that call a function or depend on it; `injected` when FastAPI does, for a parameter or a router. */
  function callersOf(unit: FunctionUnit): Callers {
    const cached = known.get(unit);
    if (cached !== undefined) return cached;
    const callers: FunctionUnit[] = [];
    let injected = false;
    const modules = modulesNaming(unit);
    for (const path of modules.length > mostModules ? [] : modules) {
      const module = project.module(path);
      if (module === null) continue;
      const provided = dependenciesIn(path, module).filter((one) => one.provider === unit.node);
      injected ||= provided.length > 0;
      callers.push(...provided.flatMap((one) => one.dependent ?? []));
      callers.push(...callersIn(path, module, unit));
    }
    const found = { callers, injected };
    known.set(unit, found);
    return found;
  }

  /** Modules that could name a function: its own, its importers, and those who import it from a package. */
  function modulesNaming(unit: FunctionUnit): readonly string[] {
    const direct = project.importersOf(unit.path);
    const packages = direct.filter((path) => path.endsWith("/__init__.py"));
    const all = new Set([unit.path, ...direct, ...packages.flatMap((path) => project.importersOf(path))]);
    const name = unit.node.name === "__init__" ? (unit.owner?.node.name ?? "") : unit.node.name;
    return [...all].filter((path) => project.text(path)?.includes(name)).sort();
  }

  /** Each `Depends(f)` of a module: the function `f`, and whose parameter it is, if any one's. */
  function dependenciesIn(path: string, module: Module): readonly Dependency[] {
    const cached = dependencies.get(path);
    if (cached !== undefined) return cached;
    const dependents = new Map<PythonNode, FunctionUnit>();
    for (const unit of functionsOf(path, module)) {
      for (const { annotation, default: value } of unit.node.parameters) {
        const parts = [annotation, value].filter((part) => part !== null);
        for (const node of walkAll(parts)) if (isDepends(node)) dependents.set(node, unit);
      }
    }
    const found: Dependency[] = [];
    for (const node of walkAll(module.body)) {
      const provider = isDepends(node) ? node.args[0] : undefined;
      if (provider === undefined) continue;
      const type = inference.typeOf(placeAtModule(path), provider);
      if (type.kind === "function")
        found.push({ provider: type.unit.node, dependent: dependents.get(node) ?? null });
    }
    dependencies.set(path, found);
    return found;
  }

  function* callersIn(path: string, module: Module, unit: FunctionUnit): Generator<FunctionUnit> {
    const name = unit.node.name === "__init__" ? (unit.owner?.node.name ?? "") : unit.node.name;
    for (const caller of functionsOf(path, module)) {
      if (!caller.node.async || caller.node === unit.node) continue;
      const calls = callsOf(caller.node).some(({ call }) => {
        if (lastName(call.callee) !== name) return false;
        const callee = reader.calleeOf(placeIn(caller), call);
        return callee?.kind === "local" && callee.unit.node === unit.node;
      });
      if (calls) yield caller;
    }
  }

  return reachOf;
}

/** Keys of operations by path and name of the function that handles them. */
function operationsByHandler({ operations }: Contract): ReadonlyMap<string, readonly string[]> {
  const handlers = new Map<string, string[]>();
  for (const { key, handler } of operations) {
    const place = `${handler.path} ${handler.name}`;
    handlers.set(place, [...(handlers.get(place) ?? []), key]);
  }
  return handlers;
}

interface Dependency {
  readonly provider: FunctionDefinition;
  readonly dependent: FunctionUnit | null;
}

function isDepends(node: PythonNode): node is Call {
  return node.kind === "call" && /^(?:Depends|Security)$/.test(lastName(node.callee));
}

interface Callers {
  readonly callers: readonly FunctionUnit[];
  readonly injected: boolean;
}

const strongest: readonly Entry[] = ["operation", "dependency", "middleware", "exception-handler"];

function sorted(keys: readonly string[]): readonly string[] {
  return [...new Set(keys)].sort();
}
