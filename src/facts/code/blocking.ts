import type { Call, Expression } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { walkScope } from "../../syntax/python/walk.ts";
import { type CallSite, callsOf } from "./call-sites.ts";
import { type FunctionUnit } from "./function-unit.ts";
import { type Inference, type Inferred, type Place, lastName, nothingGiven, placeIn } from "./inferred.ts";
import { type BlockingCategory, blockingFunctions, blockingMethods } from "./library-types.ts";

/** A call that waits, and the plain functions of the repository through which it is made. */
export interface Blocked {
  readonly callee: string;
  readonly category: BlockingCategory;
  /** The call in the function that was asked about, not the one that waits at the end of `via`. */
  readonly call: Call;
  readonly via: readonly FunctionUnit[];
  /** false where the code itself distinguishes synchronous from asynchronous clients at run time. */
  readonly certain: boolean;
}

export interface BlockingReader {
  /** The calls of a function's own body that wait, also through up to two plain functions of the repository. */
  readonly blockedIn: (unit: FunctionUnit) => readonly Blocked[];
  /** Whether a plain function waits, itself or through one more, so that an `async def` that calls it would block. */
  readonly helperBlocks: (unit: FunctionUnit) => boolean;
  /** What one call does: waits in a library, or calls a function of the repository. */
  readonly calleeOf: (place: Place, call: Call) => Callee | null;
}

export type Callee =
  | { readonly kind: "library"; readonly name: string; readonly category: BlockingCategory }
  | { readonly kind: "local"; readonly unit: FunctionUnit };

/** How many plain functions are followed from an `async def`. */
const helperDepth = 2;

/** Decorators that leave a function a plain function that runs when it is called. */
const transparent = new Set([
  "staticmethod",
  "classmethod",
  "property",
  "cached_property",
  "cache",
  "lru_cache",
]);

export function makeBlockingReader(inference: Inference): BlockingReader {
  const cache = new Map<FunctionUnit["node"], Map<number, readonly Blocked[]>>();

  function blockedIn(unit: FunctionUnit): readonly Blocked[] {
    return blockedWithin(unit, nothingGiven, helperDepth);
  }

  function helperBlocks(unit: FunctionUnit): boolean {
    return runsWhenCalled(unit) && blockedWithin(unit, nothingGiven, helperDepth - 1).length > 0;
  }

  function blockedWithin(
    unit: FunctionUnit,
    given: ReadonlyMap<string, Inferred>,
    depth: number,
  ): readonly Blocked[] {
    const known = given.size === 0 ? cache.get(unit.node)?.get(depth) : undefined;
    if (known !== undefined) return known;
    const found = [...search(unit, given, depth)];
    if (given.size === 0) {
      const perDepth = cache.get(unit.node) ?? new Map<number, readonly Blocked[]>();
      cache.set(unit.node, perDepth.set(depth, found));
    }
    return found;
  }

  function* search(
    unit: FunctionUnit,
    given: ReadonlyMap<string, Inferred>,
    depth: number,
  ): Generator<Blocked> {
    const place = placeIn(unit, given);
    const sites = callsOf(unit.node);
    const awaitedReceivers = receiversOfAwaited(sites);
    const certain = !decidesAtRunTime(unit);
    for (const { call, awaited } of sites) {
      if (awaited) continue;
      const callee = calleeOf(place, call);
      if (callee === null) continue;
      if (callee.kind === "library") {
        if (awaitedReceivers.has(receiverText(call) ?? "")) continue;
        yield { callee: callee.name, category: callee.category, call, via: [], certain };
      } else if (depth > 0 && runsWhenCalled(callee.unit)) {
        const inner = blockedWithin(
          callee.unit,
          inference.bindArguments(place, call, callee.unit),
          depth - 1,
        );
        for (const one of inner) {
          yield { ...one, call, via: [callee.unit, ...one.via], certain: certain && one.certain };
        }
      }
    }
  }

  function calleeOf(place: Place, call: Call): Callee | null {
    const { callee } = call;
    if (callee.kind === "attribute") {
      const base = inference.typeOf(place, callee.value);
      const own = base.kind === "object" ? inference.memberOf(base.definition, callee.attribute) : null;
      if (own?.kind === "function") return { kind: "local", unit: own.unit };
      const label = own === null ? inference.labelOf(base) : null;
      const blocking = label === null ? undefined : blockingMethods.get(label);
      if (label !== null && blocking?.methods.has(callee.attribute))
        return { kind: "library", name: `${label}.${callee.attribute}`, category: blocking.category };
      if (label !== null) return null;
    }
    const type = inference.typeOf(place, callee);
    if (type.kind === "function") return { kind: "local", unit: type.unit };
    if (type.kind === "class") {
      const constructor = inference.memberOf(type.definition, "__init__");
      return constructor?.kind === "function" ? { kind: "local", unit: constructor.unit } : null;
    }
    if (type.kind !== "reference") return null;
    const category = blockingFunctions.get(type.name);
    return category === undefined ? null : { kind: "library", name: type.name, category };
  }

  return { blockedIn, helperBlocks, calleeOf };
}

/** A plain function whose body runs in the caller: not async, not a generator, not wrapped by something unknown. */
function runsWhenCalled(unit: FunctionUnit): boolean {
  if (unit.node.async) return false;
  if (unit.node.decorators.some((decorator) => !transparent.has(lastName(decorator)))) return false;
  for (const node of walkScope(unit.node.body)) if (node.kind === "yield") return false;
  return true;
}

/** Receivers of awaited calls, as text: whatever their annotation says, they are asynchronous. */
function receiversOfAwaited(sites: readonly CallSite[]): ReadonlySet<string> {
  const receivers = new Set<string>();
  for (const { call, awaited } of sites) {
    const text = awaited ? receiverText(call) : null;
    if (text !== null) receivers.add(text);
  }
  return receivers;
}

/** `self.db` of `self.db.query(User).filter(…).all()`; null for a plain function call. */
function receiverText(call: Call): string | null {
  if (call.callee.kind !== "attribute") return null;
  let receiver: Expression = call.callee.value;
  for (;;) {
    if (receiver.kind === "call" && receiver.callee.kind === "attribute") receiver = receiver.callee.value;
    else if (receiver.kind === "attribute" && !isPlainChain(receiver)) receiver = receiver.value;
    else break;
  }
  return isPlainChain(receiver) ? unparse(receiver) : null;
}

function isPlainChain(expression: Expression): boolean {
  let root = expression;
  while (root.kind === "attribute") root = root.value;
  return root.kind === "name";
}

/** `inspect.isawaitable(result)` or `isinstance(db, AsyncSession)`: the code takes both kinds of client. */
function decidesAtRunTime(unit: FunctionUnit): boolean {
  for (const { call } of callsOf(unit.node)) {
    const name = lastName(call.callee);
    if (name === "isawaitable" || name === "iscoroutine" || name === "iscoroutinefunction") return true;
    if (name === "isinstance" && call.args[1] !== undefined && /Async/.test(unparse(call.args[1])))
      return true;
  }
  return false;
}
