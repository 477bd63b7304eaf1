export type Side = "before" | "after";

/** A place in the source of one side. Lines are 1-based. */
export interface Location {
  readonly path: string;
  readonly line: number;
  readonly endLine: number;
}

export type Confidence = "high" | "medium" | "low";

/** Something a reader met and could not resolve: kept, never dropped. */
export interface Unresolved {
  readonly where: Location;
  /** One short sentence for the coverage section, such as "router prefix is not a literal". */
  readonly what: string;
}
