import type { Comprehension, Expression, For } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { walkAll } from "../../syntax/python/walk.ts";
import { isScriptPath } from "../../source/file-kind.ts";
import { callsOf } from "./call-sites.ts";
import type { LoopedQuery } from "./code.ts";
import { functionsOf, placeOf } from "./function-unit.ts";
import { type Inference, placeIn } from "./inferred.ts";
import { targetNames } from "./local-names.ts";
import { bodyOf } from "./shape.ts";

const mentions = /[Ss]ession|db\b/;
const queries = new Set([
  "execute",
  "exec",
  "scalar",
  "scalars",
  "get",
  "get_one",
  "first",
  "one",
  "one_or_none",
  "all",
  "count",
]);
const receivers = new Set([
  "Session",
  "scoped_session",
  "AsyncSession",
  "Connection",
  "AsyncConnection",
  "Query",
]);
/** Loops over portions or attempts query on purpose. */
const portions = /batch|chunk|page|attempt|retry|retries|range\(/i;

/** Queries of one module that run once for each element of a loop and depend on that element. */
export function* loopedQueriesIn(inference: Inference, path: string): Generator<LoopedQuery> {
  const { project } = inference;
  const text = project.text(path) ?? "";
  if (!mentions.test(text) || isScriptPath(path) || /^from alembic import/m.test(text)) return;
  const module = project.module(path);
  if (module === null) return;
  for (const unit of functionsOf(path, module)) {
    for (const { call, loop } of callsOf(unit.node)) {
      if (loop === null || call.callee.kind !== "attribute" || !queries.has(call.callee.attribute)) continue;
      if (isShort(loop)) continue;
      const written = headOf(loop);
      if (portions.test(written)) continue;
      const label = inference.labelOf(inference.typeOf(placeIn(unit), call.callee.value));
      if (label === null || !receivers.has(label) || !dependsOn(call, loop)) continue;
      yield {
        callee: `${label}.${call.callee.attribute}`,
        function: unit.name,
        loop: written,
        body: bodyOf(unit.node),
        where: placeOf(path, call),
      };
    }
  }
}

/** A loop over elements that are written there. */
function isShort(loop: For | Comprehension): boolean {
  const iterable = loop.kind === "for" ? loop.iterable : loop.clauses[0]?.iterable;
  return iterable?.kind === "list" || iterable?.kind === "tuple" || iterable?.kind === "set";
}

function headOf(loop: For | Comprehension): string {
  const clause = loop.kind === "for" ? loop : loop.clauses[0];
  if (clause === undefined) return "";
  return `for ${unparse(clause.target)} in ${unparse(clause.iterable)}`.slice(0, 120);
}

/** Whether a call names what the loop binds: each round asks for something else. */
function dependsOn(call: Expression, loop: For | Comprehension): boolean {
  const names = new Set(
    loop.kind === "for"
      ? targetNames(loop.target)
      : loop.clauses.flatMap((clause) => targetNames(clause.target)),
  );
  // `for session in get_session()`: the loop only opens the session.
  if (names.has(rootName(call))) return false;
  for (const node of walkAll([call])) if (node.kind === "name" && names.has(node.id)) return true;
  return false;
}

function rootName(expression: Expression): string {
  let root = expression;
  for (;;) {
    if (root.kind === "attribute") root = root.value;
    else if (root.kind === "call") root = root.callee;
    else return root.kind === "name" ? root.id : "";
  }
}
