import type { Confidence, Location, Side } from "../facts/location.ts";

/** oasdiff's levels. A break is `ERR`. */
export type Level = "ERR" | "WARN" | "INFO";

/** One difference of two contracts, once per cause: a model's property is one change with all operations that it reaches. */
export interface ContractChange {
  /** oasdiff's id where it has one, else `fastapi-…`. */
  readonly id: string;
  readonly level: Level;
  /** `GET /users/{} response 200 /email` or `UserRead.email (response)`. */
  readonly subject: string;
  readonly reaches: readonly string[];
  readonly before: string | null;
  readonly after: string | null;
  readonly where: Location & { readonly side: Side };
  readonly confidence: Confidence;
  /** Plain sentence. */
  readonly text: string;
  /** Every operation that it reaches is hidden from the document (`include_in_schema=False`) or not public by configuration. */
  readonly internal: boolean;
  /** The change follows the versioning strategy: a new version stands beside the kept old one, or what goes was deprecated. Null: it does not. */
  readonly versioned: string | null;
}
