import type { Contract, Operation } from "../../facts/contract.ts";
import type { ContractComparison, OperationComparison } from "./compare-operations.ts";
import type { Cause } from "./found.ts";

/**
 * Operations that no request reaches any more, because one that was registered before them in the same application
 * takes all of theirs: Starlette serves the first route that fits (`Router.app`).
 */
export function compareShadows({ before, after, operations }: ContractComparison): readonly Cause[] {
  const old = shadows(before);
  const byOperation = new Map(operations.map((comparison) => [comparison.after, comparison]));
  return [...shadows(after)].flatMap(([operation, shadow]) => {
    const comparison = byOperation.get(operation);
    if (comparison === undefined || (comparison.before !== null && old.has(comparison.before))) return [];
    return [cause(operation, shadow, comparison)];
  });
}

function cause(operation: Operation, shadow: Operation, comparison: OperationComparison): Cause {
  const existed = comparison.before !== null;
  const certain = operation.confidence === "high" && shadow.confidence === "high";
  return {
    id: existed ? "fastapi-operation-shadowed" : "fastapi-new-operation-shadowed",
    subject: operation.key,
    place: null,
    operations: [comparison],
    before: existed ? "reached" : null,
    after: `behind ${shadow.key}`,
    where: { ...operation.where, side: "after" },
    confidence: certain ? "high" : "low",
    text: `No request reaches \`${operation.method} ${operation.path}\`${existed ? " any more" : ""}: \`${shadow.method} ${shadow.path}\` stands before it and takes them all.`,
    deprecated: false,
  };
}

/** Operations that are never reached, each with the one that takes their requests. */
function shadows({ operations }: Contract): ReadonlyMap<Operation, Operation> {
  const found = new Map<Operation, Operation>();
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    if (operation.application === null || operation.path.includes("<")) continue;
    const key = `${operation.method} ${operation.application}`;
    const earlier = groups.get(key) ?? [];
    groups.set(key, earlier);
    const shadow = earlier.find((one) => takesAll(segmentsOf(one), segmentsOf(operation)));
    if (shadow !== undefined) found.set(operation, shadow);
    earlier.push(operation);
  }
  return found;
}

function segmentsOf({ path, pathWithConvertors }: Operation): readonly string[] {
  return (pathWithConvertors ?? path).split("/");
}

/** Whether each path that fits the second fits the first too. In doubt no. */
function takesAll(first: readonly string[], second: readonly string[]): boolean {
  for (const [index, segment] of first.entries()) {
    const convertor = convertorOf(segment);
    const other = second[index];
    if (convertor === "path" && index === first.length - 1) return other !== undefined;
    if (other === undefined || !segmentTakes(segment, convertor, other)) return false;
  }
  return first.length === second.length;
}

function segmentTakes(segment: string, convertor: string | null, other: string): boolean {
  if (segment === other) return true;
  if (convertor === null) return false;
  if (convertor === "str") return other !== "" && convertorOf(other) !== "path";
  const theirs = convertorOf(other);
  return theirs === null ? convertor === "int" && /^[0-9]+$/.test(other) : theirs === convertor;
}

/** `str` for `{name}`, `int` for `{name:int}`; null for text, also around a parameter. */
function convertorOf(segment: string): string | null {
  const match = /^\{[^{}:]*(?::([^{}]*))?\}$/.exec(segment);
  return match === null ? null : (match[1] ?? "str");
}
