import type { Contract, Operation } from "../../facts/contract.ts";
import type { Confidence } from "../../facts/location.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { names } from "./guard-force.ts";
import { looksPublic } from "./public-operation.ts";

export const operationWithoutGuard = defineRule({
  id: "operation-without-guard",
  trigger: "auth-change",
  domain: "API",
  severity: "error",
  confidence: "high",
  title: "A new operation has no guard, although its neighbours have one",
  why: "Where every operation of a module asks who calls, one that does not is usually forgotten rather than meant. FastAPI has no default that would refuse.",
  fix: "Give the operation the guard of its neighbours; better, put the guard on the router, where no operation can be without it.",
  *check({ changes, after: { contract } }): Iterable<FindingDraft> {
    const added = new Set(
      changes.operations.flatMap(({ status, after }) => (status === "added" ? [after] : [])),
    );
    for (const operation of added) {
      if (operation.guards.length > 0 || looksPublic(operation)) continue;
      const neighbours = neighboursOf(operation, contract, added);
      const confidence = judge(operation, neighbours, contract);
      if (confidence === null || operation.refusesItself === true) continue;
      const guards = names(neighbours.flatMap(({ guards }) => guards)).join(", ");
      yield {
        subject: operation.key,
        reaches: [operation.key],
        before: null,
        after: "no guard",
        where: { ...operation.where, side: "after" },
        message: say`\`${operation.key}\` is new and has no guard; its neighbours are guarded by \`${guards}\``,
        fix: `Guard it like its neighbours (\`${guards}\`), or have it agreed that anybody may call it.`,
        confidence,
      };
    }
  },
});

/** Operations of the same module that existed before and do not look public themselves. */
function neighboursOf(
  operation: Operation,
  { operations }: Contract,
  added: ReadonlySet<Operation>,
): readonly Operation[] {
  return operations.filter(
    (other) =>
      other.handler.path === operation.handler.path &&
      other.protocol === operation.protocol &&
      !added.has(other) &&
      !looksPublic(other),
  );
}

/** Null: the neighbours do not show that a guard is the rule. */
function judge(
  operation: Operation,
  neighbours: readonly Operation[],
  contract: Contract,
): Confidence | null {
  const guarded = neighbours.filter(({ guards }) => guards.length > 0).length;
  if (guarded < 2) return null;
  const uncertain = contract.unresolved.some(
    ({ where }) =>
      where.path === operation.where.path &&
      where.line >= operation.where.line &&
      where.line <= operation.handler.where.endLine,
  );
  if (guarded === neighbours.length) return uncertain ? "medium" : operation.confidence;
  return guarded / neighbours.length >= 0.8 ? "medium" : null;
}
