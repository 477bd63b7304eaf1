import type { Contract } from "../../facts/contract.ts";
import { catalogue } from "./catalogue.ts";
import { compareContracts, type OperationComparison } from "./compare-operations.ts";
import type { ContractOccurrence } from "./occurrence.ts";
import type { SchemaRoot } from "./operation-difference.ts";
import type { SchemaPair, Step } from "./difference.ts";
import type { Placement } from "./identified.ts";
import { identify } from "./identify.ts";
import { compareSecurity } from "./security.ts";
import { pairsThatDiffer } from "./differing-pairs.ts";

/** More occurrences of one operation than this are of no use to a reader: recursive models lead everywhere in many ways. */
const mostPerOperation = 2000;

/**
 * Every occurrence of every difference, as oasdiff lists them: a property of a model that ten operations reach is ten
 * entries. In order of path, method, id and text.
 */
export function diffContracts(before: Contract, after: Contract): readonly ContractOccurrence[] {
  const comparison = compareContracts(before, after);
  const differing = pairsThatDiffer(
    comparison.operations.flatMap(({ roots }) => roots.map(({ pair }) => pair)),
  );
  const occurrences = [
    ...comparison.operations.flatMap((operation) => listOperation(operation, differing)),
    ...compareSecurity(before, after),
    ...removedSchemas(before, after),
  ];
  return occurrences.sort(
    (a, b) =>
      compareText(a.path ?? "", b.path ?? "") ||
      compareText(a.operation ?? "", b.operation ?? "") ||
      compareText(a.id, b.id) ||
      compareText(a.text, b.text),
  );
}

/** A component that is gone breaks nobody by itself: whoever used it is listed for what changed there. */
function removedSchemas(before: Contract, after: Contract): readonly ContractOccurrence[] {
  return [...before.components.keys()]
    .filter((name) => !after.components.has(name))
    .map((name) => ({
      id: "api-schema-removed",
      level: "INFO" as const,
      operation: null,
      path: null,
      section: "components" as const,
      text: `The schema \`${name}\` was removed.`,
    }));
}

function listOperation(
  comparison: OperationComparison,
  differing: ReadonlySet<SchemaPair>,
): readonly ContractOccurrence[] {
  const operation = comparison.after ?? comparison.before;
  const occurrences: ContractOccurrence[] = [];
  const add = (id: string, text: string) => {
    const level = catalogue.get(id)?.level;
    if (level === undefined || occurrences.length >= mostPerOperation) return;
    occurrences.push({
      id,
      level,
      operation: operation?.method ?? null,
      path: operation?.path ?? null,
      section: "paths",
      text,
    });
  };
  for (const { id, text } of comparison.differences) add(id, text);
  for (const root of comparison.roots) {
    const context = ` of \`${comparison.key}\``;
    walk(root, differing, (pair, placement, steps) => {
      for (const difference of pair.differences) {
        const inside =
          difference.kind === "property" || difference.kind === "requiredness" ? difference.name : null;
        for (const { id, what } of identify(difference, pair, placement)) {
          const path = inside === null ? steps : [...steps, inside];
          add(id, `${callPlace(root, path)}${context} ${what}.`);
        }
      }
    });
  }
  return occurrences;
}

/** A place inside of a body or parameter, at the start of a sentence. */
export function callPlace(root: SchemaRoot, steps: readonly string[]): string {
  if (steps.length === 0) return root.called;
  const context = root.called.charAt(0).toLowerCase() + root.called.slice(1);
  return steps.every((step) => step === "[]")
    ? `Each item of ${context}`
    : `\`${steps.join("/")}\` in ${context}`;
}

type Visit = (pair: SchemaPair, placement: Placement, steps: readonly string[]) => void;

/** Visits each differing pair along each path that leads to it; a path ends where it would come back to itself. */
function walk(root: SchemaRoot, differing: ReadonlySet<SchemaPair>, visit: Visit): void {
  const onPath = new Set<SchemaPair>();
  let left = mostPerOperation * 10;
  const descend = (pair: SchemaPair, placement: Placement, steps: readonly string[]): void => {
    left -= 1;
    if (left < 0 || onPath.has(pair) || !differing.has(pair)) return;
    visit(pair, placement, steps);
    onPath.add(pair);
    for (const { step, pair: inner } of pair.inner) {
      descend(inner, innerPlacement(placement, step), [...steps, ...stepNames([step])]);
    }
    onPath.delete(pair);
  };
  descend(root.pair, root.placement, []);
}

/** Everything inside of a body is a property to oasdiff's ids. */
export function innerPlacement(placement: Placement, step: Step): Placement {
  const position =
    placement.position === "body" || placement.position === "property" ? "property" : "parameter-property";
  return { ...placement, position, required: step.kind === "property" ? step.required : true };
}

/** Names of the steps that have one. */
export function stepNames(steps: readonly Step[]): readonly string[] {
  return steps.filter((step) => step.kind !== "branch" || step.name !== "").map(stepName);
}

/** `email`, `[]` for items, `*` for the values of a map, `|Cat|` for an alternative. */
export function stepName(step: Step): string {
  switch (step.kind) {
    case "property":
      return step.name;
    case "items":
      return "[]";
    case "values":
      return "*";
    case "names":
      return "{names}";
    case "element":
      return `[${step.index}]`;
    case "branch":
      return `|${step.name}|`;
    case "keyword":
      return `(${step.name})`;
    default:
      return `&${step.name}&`;
  }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
