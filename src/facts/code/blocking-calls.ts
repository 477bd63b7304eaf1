import { isScriptPath, isTestModule } from "../../source/file-kind.ts";
import type { ReadScope } from "../scope.ts";
import type { Blocked, BlockingReader } from "./blocking.ts";
import type { BlockingCall } from "./code.ts";
import { type FunctionUnit, functionsOf, placeOf } from "./function-unit.ts";
import type { Inference } from "./inferred.ts";
import type { Reach } from "./reach.ts";
import { bodyOf } from "./shape.ts";

/**
 * Blocking calls inside the `async def`s of the changed modules, and inside those of other modules that reach a
 * changed module's plain function that blocks.
 */
export function readBlockingCalls(
  inference: Inference,
  reader: BlockingReader,
  reachOf: (unit: FunctionUnit) => Reach,
  scope: ReadScope,
  paths: readonly string[],
): readonly BlockingCall[] {
  const calls: BlockingCall[] = [];
  for (const unit of asyncFunctions(inference, paths)) {
    calls.push(...callsIn(unit, reader.blockedIn(unit), reachOf));
  }
  const changed = new Set(paths);
  const others = [...scope.affected].filter((path) => {
    const text = changed.has(path) ? null : inference.project.text(path);
    return text !== null && text.includes("async def") && !isTestModule(path, text);
  });
  if (others.length === 0 || !haveBlockingHelpers(inference, reader, paths)) return calls;
  for (const unit of asyncFunctions(inference, others.sort())) {
    const through = reader
      .blockedIn(unit)
      .filter((one) => one.via.some((helper) => changed.has(helper.path)));
    calls.push(...callsIn(unit, through, reachOf));
  }
  return calls;
}

function* asyncFunctions(inference: Inference, paths: readonly string[]): Generator<FunctionUnit> {
  for (const path of paths) {
    if (inference.project.text(path)?.includes("async def") !== true) continue;
    const module = inference.project.module(path);
    if (module === null) continue;
    for (const unit of functionsOf(path, module)) if (unit.node.async) yield unit;
  }
}

/** Whether a plain function blocks. Only where there is one, modules that did not change have to be read. */
function haveBlockingHelpers(
  inference: Inference,
  reader: BlockingReader,
  paths: readonly string[],
): boolean {
  return paths.some((path) => {
    const module = mayBlock.test(inference.project.text(path) ?? "") ? inference.project.module(path) : null;
    if (module === null) return false;
    return functionsOf(path, module).some((unit) => !unit.node.async && reader.helperBlocks(unit));
  });
}

const mayBlock =
  /[Ss]ession|engine|db\b|redis|mongo|psycopg|sql|cursor|requests|httpx|urllib|sleep|subprocess|os\.system/;

/**
 * Calls of one function as facts. A plain function that blocks counts once per caller and category, however often it
 * waits itself: it is one thing to fix.
 */
function* callsIn(
  unit: FunctionUnit,
  blocked: readonly Blocked[],
  reachOf: (unit: FunctionUnit) => Reach,
): Generator<BlockingCall> {
  if (blocked.length === 0) return;
  const reach = reachOf(unit);
  // A command line runs its own loop, and nobody waits in it.
  if (reach.entry === "unknown" && isScriptPath(unit.path)) return;
  const [only, ...more] = reach.operations;
  const seen = new Set<string>();
  for (const { callee, category, call, via, certain } of blocked) {
    const helper = via[0];
    if (helper !== undefined) {
      const key = `${helper.path} ${helper.name} ${category}`;
      if (seen.has(key)) continue;
      seen.add(key);
    }
    yield {
      callee,
      category,
      function: unit.name,
      via: via.map((one) => one.name),
      operation: only !== undefined && more.length === 0 ? only : null,
      reaches: reach.operations,
      entry: reach.entry,
      confidence: certain && reach.entry !== "unknown" ? "high" : "medium",
      body: bodyOf(unit.node),
      where: placeOf(unit.path, call),
    };
  }
}
