import type { BlockingCall, CodeFacts, CodeFunction } from "../facts/code/code.ts";
import type { Changes } from "./changes.ts";
import { type MatchKey, matchFacts } from "./match.ts";

/**
 * What changed in the code beyond contract and schema. A fact keeps its identity when its file is moved, its function is
 * renamed, or it moves into another function on the way of the same operation.
 */
export function detectCodeChanges(
  before: CodeFacts,
  after: CodeFacts,
): Pick<Changes, "blockingCalls" | "outbound" | "runtimeDdl" | "functions" | "settings" | "loopedQueries"> {
  return {
    blockingCalls: matchFacts(before.calls, after.calls, blockingWays, describeCall, (call) => [
      call.callee,
      call.category,
    ]).filter((change) => change.status !== "added" || !waitedBefore(change.after, before.calls)),
    outbound: matchFacts(
      before.outbound,
      after.outbound,
      [
        (one) => join(one.where.path, one.function, one.package, one.target),
        (one) => join(one.function, one.package, one.target),
        (one) => join(one.package, one.target),
      ],
      (one) => `${one.package} ${one.target ?? "(computed)"}`,
      (one) => [one.package, one.target],
    ),
    runtimeDdl: matchFacts(
      before.runtimeDdl,
      after.runtimeDdl,
      [
        (one) => join(one.where.path, one.function, one.what),
        (one) => join(one.function, one.what),
        (one) => one.what,
      ],
      (one) => `${one.function} › ${one.what}`,
      (one) => one.what,
    ),
    functions: matchFacts(
      before.functions,
      after.functions,
      functionWays,
      (one) => `${moduleOf(one.where.path)}.${one.name}`,
      (one) => one.body,
    ),
    settings: matchFacts(
      before.settings,
      after.settings,
      [
        (one) => join(one.where.path, one.category, one.name, one.value),
        (one) => join(one.category, one.name, one.value),
        (one) => join(one.where.path, one.category, one.name),
        (one) => join(one.category, one.name),
      ],
      (one) => one.name,
      (one) => one.value,
    ),
    loopedQueries: matchFacts(
      before.loopedQueries,
      after.loopedQueries,
      [
        (one) => join(one.where.path, one.function, one.callee, one.loop),
        (one) => join(one.function, one.callee, one.loop),
        (one) => join(one.function, one.callee),
        (one) => join(one.body, one.callee),
        (one) => join(one.where.path, one.callee, one.loop),
      ],
      (one) => `${one.function} › ${one.callee}`,
      (one) => one.callee,
    ),
  };
}

/** What a call through a plain function does there is that function's affair: only where it goes counts. */
const blockingWays: readonly MatchKey<BlockingCall>[] = [
  (call) => join(call.where.path, call.function, call.category, target(call)),
  (call) => join(call.function, call.category, target(call)),
  (call) => (call.operation === null ? null : join(call.operation, call.category, target(call))),
  (call) => (call.operation === null ? null : join(call.operation, call.callee)),
  (call) => join(call.body, call.callee),
];

/**
 * Whether a call through plain functions held the event loop before, too: by way of the same function, or inside of one
 * of them that was an `async def` then.
 */
function waitedBefore(call: BlockingCall, old: readonly BlockingCall[]): boolean {
  const [through] = call.via;
  if (through === undefined) return false;
  return old.some((one) => {
    if (one.category !== call.category) return false;
    if (one.function === call.function && one.via[0] === through) return true;
    const at = call.via.indexOf(one.function);
    return (
      at >= 0 &&
      one.callee === call.callee &&
      join(...one.via) === join(...call.via.slice(at + 1)) &&
      call.reaches.every((operation) => one.reaches.includes(operation))
    );
  });
}

const functionWays: readonly MatchKey<CodeFunction>[] = [
  (one) => join(one.where.path, one.name),
  (one) => join(one.name, one.body),
  (one) => join(one.where.path, one.body),
  (one) => (one.name.includes(".") ? one.name : null),
];

function target(call: BlockingCall): string {
  return call.via[0] ?? call.callee;
}

function describeCall(call: BlockingCall): string {
  return [...(call.operation === null ? [] : [call.operation]), call.function, ...call.via, call.callee].join(
    " › ",
  );
}

/** The last part of a module's name: `weekly` of `app/services/weekly.py`, the package's for `__init__.py`. */
function moduleOf(path: string): string {
  const parts = path.replace(/\.py$/, "").split("/");
  const last = parts.pop() ?? path;
  return last === "__init__" ? (parts.pop() ?? last) : last;
}

/** A separator that no name contains. */
function join(...parts: readonly (string | null)[]): string {
  return parts.map((part) => part ?? "").join("\n");
}
