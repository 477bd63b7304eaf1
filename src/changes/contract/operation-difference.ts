import type { Location, Side } from "../../facts/location.ts";
import type { SchemaPair } from "./difference.ts";
import type { Placement } from "./identified.ts";

/** A difference of an operation itself: its existence, parameters, statuses and media types. */
export interface OperationDifference {
  readonly id: string;
  /** What comes behind the operation in a subject: `query limit`, `response 404`; empty for the operation as a whole. */
  readonly place: string;
  readonly before: string | null;
  readonly after: string | null;
  readonly where: Location & { readonly side: Side };
  /** Where the edit stands that other operations share, if not at `where`. */
  readonly shared?: Location;
  /** A whole sentence. */
  readonly text: string;
}

/** Where the comparison of schemas starts in an operation. */
export interface SchemaRoot {
  readonly place: string;
  /** How a sentence calls it: "Query parameter `limit`", "The request body". */
  readonly called: string;
  readonly placement: Placement;
  readonly pair: SchemaPair;
  readonly where: { readonly before: Location; readonly after: Location };
  /** Where its declaration stands that other operations share. */
  readonly shared?: Location;
}

/** Where comparisons of the parts of an operation put what they find. */
export interface Findings {
  readonly differences: OperationDifference[];
  readonly roots: SchemaRoot[];
}
