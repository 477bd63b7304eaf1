import type { Component, Contract, Operation } from "../../facts/contract.ts";
import type { Confidence, Side } from "../../facts/location.ts";
import { canonicalJson } from "../../text/canonical.ts";
import type { ContractComparison, OperationComparison } from "./compare-operations.ts";
import { pairsThatDiffer } from "./differing-pairs.ts";
import type { SchemaDifference, SchemaPair } from "./difference.ts";
import { strongest, weakest, type Cause, type Exchange, type Found, type Owner } from "./found.ts";
import type { Identified, Placement } from "./identified.ts";
import { refusesValues } from "./identify-type.ts";
import { identify } from "./identify.ts";
import { innerPlacement, stepName } from "./list-occurrences.ts";
import { mergeInherited } from "./merge-inherited.ts";
import { dropEchoes, mergeCauses } from "./merge-causes.ts";
import { isBodyWrapper, shortName } from "./names.ts";
import type { SchemaRoot } from "./operation-difference.ts";
import { collapseExchanges } from "./replaced-models.ts";

/**
 * The differences of two contracts, once per cause: what happened to a model is said once, whatever operations reach
 * the model in whatever ways; what happened to an operation itself is said of the operation.
 */
export function findCauses(comparison: ContractComparison): readonly Cause[] {
  const collector = new Collector(comparison);
  for (const operation of comparison.operations) collector.addOperation(operation);
  return collector.causes();
}

/** Steps that one operation may take through models that were exchanged for others, where the same pair comes up again and again. */
const mostSteps = 20_000;

class Collector {
  readonly #comparison: ContractComparison;
  readonly #differing: ReadonlySet<SchemaPair>;
  readonly #models: Readonly<Record<Side, ReadonlySet<string>>>;
  readonly #found = new Map<string, Found>();
  readonly #own: Cause[] = [];

  constructor(comparison: ContractComparison) {
    this.#comparison = comparison;
    this.#models = { before: modelNames(comparison.before), after: modelNames(comparison.after) };
    this.#differing = pairsThatDiffer(
      comparison.operations.flatMap(({ roots }) => roots.map(({ pair }) => pair)),
    );
  }

  addOperation(operation: OperationComparison): void {
    for (const { id, place, before, after, where, shared, text } of operation.differences) {
      const subject = place === "" ? operation.key : `${operation.key} ${place}`;
      this.#own.push({
        id,
        subject,
        place: place === "" ? null : place,
        operations: [operation],
        before,
        after,
        where,
        shared: shared ?? null,
        confidence: confidenceOf(operation),
        text,
        deprecated: before === "deprecated",
      });
    }
    for (const root of operation.roots) this.#walk(operation, root);
  }

  causes(): readonly Cause[] {
    const { replaced, left } = collapseExchanges(dropEchoes([...this.#found.values()]));
    return mergeCauses([...this.#own, ...replaced, ...mergeInherited(left, this.#comparison)]).toSorted(
      (a, b) => compareText(a.subject, b.subject) || compareText(a.id, b.id),
    );
  }

  /** A model is entered once for each start; what is no model of its own is walked along each path. */
  #walk(operation: OperationComparison, root: SchemaRoot): void {
    const entered = new Set<SchemaPair>();
    const onPath = new Set<SchemaPair>();
    let left = mostSteps;
    const descend = (pair: SchemaPair, placement: Placement, owner: Owner, around: Exchange | null): void => {
      left -= 1;
      if (left < 0 || onPath.has(pair) || !this.#differing.has(pair)) return;
      const model = this.#sameModel(pair);
      const own = model === null ? owner : { name: shortName(model.after), key: "", model, steps: [] };
      const exchange = model === null ? (around ?? exchangeAt(pair, owner)) : null;
      this.#add({ operation, root, placement, enclosing: owner, own, around, exchange }, pair);
      if (model !== null) {
        if (entered.has(pair)) return;
        entered.add(pair);
      }
      // Inside of an exchanged type everything is another one.
      if (pair.unrelated) return;
      onPath.add(pair);
      for (const { step, pair: inner } of pair.inner) {
        descend(inner, innerPlacement(placement, step), { ...own, steps: [...own.steps, step] }, exchange);
      }
      onPath.delete(pair);
    };
    const name = `${operation.key} ${root.place}`;
    descend(root.pair, root.placement, { name, key: operation.key, model: null, steps: [] }, null);
  }

  /**
   * Whether two components are one model: they have the same name, or one was renamed to the other. An operation that
   * was given another of several models changed itself; the models did not.
   */
  #sameModel({ before, after }: SchemaPair): { before: string; after: string } | null {
    if (before.component === null || after.component === null) return null;
    if (isBodyWrapper(before.component) || isBodyWrapper(after.component)) return null;
    const names = { before: before.component, after: after.component };
    if (shortName(names.before) === shortName(names.after)) return names;
    const exchanged =
      this.#models.after.has(shortName(names.before)) || this.#models.before.has(shortName(names.after));
    return exchanged ? null : names;
  }

  #add({ operation, root, placement, enclosing, own, around, exchange }: Visit, pair: SchemaPair): void {
    const exchanged =
      pair.unrelated || pair.differences.some((difference) => refusesValues(difference, pair, placement));
    for (const difference of pair.differences) {
      if (exchanged && echoesType.has(difference.kind)) continue;
      const field =
        difference.kind === "property" || difference.kind === "requiredness" ? difference.name : null;
      const atPlace = ofPlace.has(difference.kind);
      for (const identified of once(identify(difference, pair, placement))) {
        if (
          isStillSent(
            identified,
            operation,
            this.#comparison.after.components.get(pair.after.component ?? ""),
          )
        )
          continue;
        this.#remember({
          identified,
          owner: atPlace ? enclosing : own,
          field,
          placement,
          difference,
          root,
          operations: new Map([[operation.key, operation]]),
          confidence: difference.kind === "opaque" ? "low" : confidenceOf(operation),
          // A list instead of a model is another type, and not another model.
          exchange: atPlace ? around : pair.unrelated ? around : exchange,
        });
      }
    }
  }

  /** A model's own change has the same identity wherever the model stands; as a property is how most callers meet it. */
  #remember(found: Found): void {
    const { identified, owner, field, placement, difference } = found;
    const key = canonicalJson([
      owner.name,
      owner.steps.map(stepName),
      field,
      placement.direction,
      difference.kind,
      kindOfId(identified.id, placement),
      identified.before,
      identified.after,
    ]);
    const known = this.#found.get(key);
    if (known === undefined) {
      this.#found.set(key, found);
      return;
    }
    for (const [name, operation] of found.operations) known.operations.set(name, operation);
    const better = rank[placement.position] > rank[known.placement.position] ? found : known;
    const confidence = strongest(known.confidence, found.confidence);
    this.#found.set(key, { ...better, operations: known.operations, confidence });
  }
}

/** A pair of schemas as it is met on the way through an operation. */
interface Visit {
  readonly operation: OperationComparison;
  readonly root: SchemaRoot;
  readonly placement: Placement;
  /** To whom the place belongs at which the schemas stand. */
  readonly enclosing: Owner;
  /** To whom what is inside of the schemas belongs. */
  readonly own: Owner;
  /** The exchange that the place is a part of, and the one that what is inside is a part of. */
  readonly around: Exchange | null;
  readonly exchange: Exchange | null;
}

/** Two models that stand for each other and are not one model. */
function exchangeAt({ before, after, unrelated }: SchemaPair, at: Owner): Exchange | null {
  if (before.component === null || after.component === null || unrelated) return null;
  if (isBodyWrapper(before.component) || isBodyWrapper(after.component)) return null;
  return { before: shortName(before.component), after: shortName(after.component), at };
}

/**
 * Pydantic makes a property optional by giving it a default, and FastAPI still sends it, unless the operation leaves
 * out what was not set. A document means what it says, and so does a `TypedDict`.
 */
function isStillSent(
  { id }: Identified,
  { after }: OperationComparison,
  model: Component | undefined,
): boolean {
  const settings = after?.serialization;
  if (id !== "response-property-became-optional" || settings === undefined) return false;
  if (model === undefined || model.omits === true) return false;
  return !["response_model_exclude_unset", "response_model_exclude_defaults"].some(
    (name) => settings.get(name) === "True",
  );
}

const rank: Readonly<Record<Placement["position"], number>> = {
  property: 3,
  body: 2,
  parameter: 1,
  "parameter-property": 0,
  header: 0,
};

/** What is said of the place where a type stands, not of the type. */
const ofPlace: ReadonlySet<SchemaDifference["kind"]> = new Set([
  "nullable",
  "default",
  "deprecated",
  "mutability",
]);

/** Where the type itself is another one, its values and limits are no facts of their own. */
const echoesType: ReadonlySet<SchemaDifference["kind"]> = new Set([
  "values",
  "constant",
  "bound",
  "pattern",
  "unique-items",
  "content-media-type",
  "default",
  "nullable",
  "property",
  "requiredness",
  "extra",
]);

/** Ids of one difference that say the same twice: the stronger one stays. Values of one enumeration are one change. */
function once(identified: readonly Identified[]): readonly Identified[] {
  const superseded = new Set(
    identified.flatMap(({ id }) =>
      id === "fastapi-request-property-refused"
        ? ["request-property-removed"]
        : id.endsWith("-became-enum")
          ? ["request-header-property-became-enum", id.replace("-became-enum", "-enum-value-added")].filter(
              (echo) => echo !== id,
            )
          : [],
    ),
  );
  const byId = new Map<string, Identified[]>();
  for (const change of identified) {
    if (superseded.has(change.id)) continue;
    const group = byId.get(change.id);
    if (group === undefined) byId.set(change.id, [change]);
    else group.push(change);
  }
  return [...byId.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [
      {
        id: first.id,
        before: joined(group.map(({ before }) => before)),
        after: joined(group.map(({ after }) => after)),
        what: group.map(({ what }) => what).join(", "),
      },
    ];
  });
}

function joined(texts: readonly (string | null)[]): string | null {
  const present = texts.filter((text) => text !== null);
  return present.length === 0 ? null : present.sort().join(", ");
}

/** The id without the part that says where the schema stands. */
function kindOfId(id: string, { direction, position }: Placement): string {
  return id.replace(`${direction}-${position}-`, "").replace("response-mediatype-", "");
}

function modelNames({ components }: Contract): ReadonlySet<string> {
  return new Set([...components.keys()].map(shortName));
}

function confidenceOf({ before, after }: { before: Operation | null; after: Operation | null }): Confidence {
  return [before, after].map((operation) => operation?.confidence ?? "high").reduce(weakest);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
