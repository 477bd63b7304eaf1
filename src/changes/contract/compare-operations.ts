import type { Contract, Operation } from "../../facts/contract.ts";
import { compareBodies, compareResponses } from "./compare-bodies.ts";
import { compareParameters } from "./compare-parameters.ts";
import { makeSchemaComparer, type SchemaComparer } from "./compare-schemas.ts";
import { compareSerialization } from "./compare-serialization.ts";
import type { OperationDifference, SchemaRoot } from "./operation-difference.ts";
import { pairOperations } from "./pair-operations.ts";
import { isSunsetDate } from "./sunset.ts";

/** An operation on both sides; one of them is null where it exists on the other side only. */
export interface OperationComparison {
  readonly key: string;
  readonly before: Operation | null;
  readonly after: Operation | null;
  readonly differences: readonly OperationDifference[];
  readonly roots: readonly SchemaRoot[];
}

export interface ContractComparison {
  readonly before: Contract;
  readonly after: Contract;
  readonly operations: readonly OperationComparison[];
}

/**
 * Everything that is different between two contracts, operation by operation; schemas are compared once each.
 * Operations that promised nothing yet are left out.
 */
export function compareContracts(before: Contract, after: Contract): ContractComparison {
  const comparer = makeSchemaComparer(before.components, after.components);
  const kept = new Set(after.operations.map((operation) => pathKey(operation)));
  const pairs = pairOperations(before.operations, after.operations).filter(([old]) => old?.unstable !== true);
  const operations = pairs.map(([old, fresh]) => {
    if (old !== null && fresh !== null) return compareOperation(old, fresh, comparer);
    const operation = old ?? fresh;
    const differences = operation === null ? [] : [existence(operation, old !== null, kept)];
    return { key: operation?.key ?? "", before: old, after: fresh, differences, roots: [] };
  });
  return { before, after, operations };
}

function pathKey(operation: Operation): string {
  return operation.key.slice(operation.key.indexOf(" ") + 1);
}

/** oasdiff tells a removed operation from a path of which nothing is left. */
function existence(operation: Operation, removed: boolean, kept: ReadonlySet<string>): OperationDifference {
  const where = { ...operation.where, side: removed ? ("before" as const) : ("after" as const) };
  if (operation.path.startsWith("webhook:")) {
    return {
      id: `webhook-${removed ? "removed" : "added"}`,
      place: "",
      before: removed ? "exists" : null,
      after: removed ? null : "exists",
      where,
      text: `The webhook \`${operation.path.slice("webhook:".length)}\` was ${removed ? "removed" : "added"}.`,
    };
  }
  if (!removed) {
    return {
      id: "endpoint-added",
      place: "",
      before: null,
      after: "exists",
      where,
      text: `\`${operation.key}\` was added.`,
    };
  }
  const scope = kept.has(pathKey(operation)) ? "api" : "api-path";
  return {
    id: `${scope}-removed-${operation.deprecated ? "with" : "without"}-deprecation`,
    place: "",
    before: operation.deprecated ? "deprecated" : "exists",
    after: null,
    where,
    text: operation.deprecated
      ? `\`${operation.key}\` was removed after it had been deprecated.`
      : `\`${operation.key}\` was removed without having been deprecated.`,
  };
}

function compareOperation(
  before: Operation,
  after: Operation,
  comparer: SchemaComparer,
): OperationComparison {
  const differences: OperationDifference[] = [...describeOperation(before, after)];
  const roots: SchemaRoot[] = [];
  const found = { differences, roots };
  compareParameters(before, after, comparer, found);
  compareBodies(before, after, comparer, found);
  compareResponses(before, after, comparer, found);
  return { key: after.key, before, after, differences, roots };
}

function* describeOperation(before: Operation, after: Operation): Iterable<OperationDifference> {
  const where = { ...after.where, side: "after" as const };
  const change = (id: string, old: string | null, fresh: string | null, text: string) => ({
    id,
    place: "",
    before: old,
    after: fresh,
    where,
    text,
  });
  if (before.operationId !== after.operationId) {
    const added = before.operationId === null;
    yield change(
      added ? "api-operation-id-added" : "api-operation-id-removed",
      before.operationId,
      after.operationId,
      added
        ? `\`${after.key}\` got the operation id \`${after.operationId}\`.`
        : `\`${after.key}\` no longer has the operation id \`${before.operationId}\`${
            after.operationId === null ? "" : `, but \`${after.operationId}\``
          }.`,
    );
  }
  for (const tag of before.tags.filter((tag) => !after.tags.includes(tag))) {
    yield change("api-tag-removed", tag, null, `\`${after.key}\` lost the tag \`${tag}\`.`);
  }
  for (const tag of after.tags.filter((tag) => !before.tags.includes(tag))) {
    yield change("api-tag-added", null, tag, `\`${after.key}\` got the tag \`${tag}\`.`);
  }
  yield* describeSunset(before, after, change);
  if (!before.deprecated && after.deprecated) {
    if (after.sunset === undefined) {
      yield change("endpoint-deprecated", null, "deprecated", `\`${after.key}\` was deprecated.`);
    }
  } else if (before.deprecated && !after.deprecated) {
    yield change("endpoint-reactivated", "deprecated", null, `\`${after.key}\` is no longer deprecated.`);
  }
  yield* compareSerialization(before, after);
  if (before.includedInSchema && !after.includedInSchema) {
    yield change(
      "fastapi-operation-hidden",
      "documented",
      "hidden",
      `\`${after.key}\` is served but no longer documented.`,
    );
  }
}

/** The date until which a deprecated operation is promised; whether it has passed is not asked here: there is no clock. */
function* describeSunset(
  before: Operation,
  after: Operation,
  change: (id: string, old: string | null, fresh: string | null, text: string) => OperationDifference,
): Iterable<OperationDifference> {
  if (!after.deprecated) return;
  const old = before.sunset ?? null;
  const fresh = after.sunset ?? null;
  if (!before.deprecated) {
    if (fresh === null) return;
    const text = `\`${after.key}\` was deprecated and will go on ${fresh}.`;
    yield change("endpoint-deprecated-with-sunset", null, fresh, text);
    return;
  }
  if (old === fresh || old === null) return;
  if (fresh === null) {
    yield change("sunset-deleted", old, null, `\`${after.key}\` no longer says when it will go (${old}).`);
  } else if (!isSunsetDate(old) || !isSunsetDate(fresh)) {
    const text = `The date after which \`${after.key}\` may go cannot be read: \`${old}\`, then \`${fresh}\`.`;
    yield change("api-path-sunset-parse", old, fresh, text);
  }
}
