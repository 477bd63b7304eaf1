import type { Location, Confidence, Side } from "../../facts/location.ts";
import type { OperationComparison } from "./compare-operations.ts";
import type { SchemaDifference, Step } from "./difference.ts";
import type { Identified, Placement } from "./identified.ts";
import { stepNames } from "./list-occurrences.ts";
import type { SchemaRoot } from "./operation-difference.ts";

/** One thing that somebody changed, with everything that it reaches. */
export interface Cause {
  readonly id: string;
  readonly subject: string;
  /** The subject without the operation, such as `query limit`; null for what belongs to a model or is an operation. */
  readonly place: string | null;
  /** The operations on both sides, as far as they exist there. */
  readonly operations: readonly OperationComparison[];
  readonly before: string | null;
  readonly after: string | null;
  readonly where: Location & { readonly side: Side };
  /** Where the edit stands that several operations share, if not at `where`. */
  readonly shared?: Location | null;
  readonly confidence: Confidence;
  readonly text: string;
  /** What it takes away was marked as deprecated before. */
  readonly deprecated: boolean;
}

/** Where a difference belongs: to a model, or to a place of one operation. */
export interface Owner {
  /** `UserRead`, or `GET /users/{} response 200`. */
  readonly name: string;
  /** Of the operation; empty for a model. */
  readonly key: string;
  readonly model: { readonly before: string; readonly after: string } | null;
  readonly steps: readonly Step[];
}

export interface Found {
  readonly identified: Identified;
  readonly owner: Owner;
  readonly field: string | null;
  readonly placement: Placement;
  readonly difference: SchemaDifference;
  readonly root: SchemaRoot;
  readonly operations: Map<string, OperationComparison>;
  readonly confidence: Confidence;
  /** The exchange of models that it is a part of: another model came to stand at a place, and this is how they differ. */
  readonly exchange: Exchange | null;
}

/** Another model came to stand where one stood; neither was renamed to the other. */
export interface Exchange {
  readonly before: string;
  readonly after: string;
  /** Where they stand. */
  readonly at: Owner;
}

export function stepsText(steps: readonly Step[]): string {
  return stepNames(steps).join("/");
}

/** The place of a difference inside of its owner: `items/[]/name`. */
export function placeOf({ owner, field }: Pick<Found, "owner" | "field">): readonly string[] {
  return [...stepNames(owner.steps), ...(field === null ? [] : [field])];
}

const order = ["low", "medium", "high"] as const;

export function weakest(a: Confidence, b: Confidence): Confidence {
  return order.indexOf(a) < order.indexOf(b) ? a : b;
}

export function strongest(a: Confidence, b: Confidence): Confidence {
  return order.indexOf(a) > order.indexOf(b) ? a : b;
}
