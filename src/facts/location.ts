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

const rank: Readonly<Record<Confidence, number>> = { low: 0, medium: 1, high: 2 };

/** The less certain of the two. */
export function lowest(a: Confidence, b: Confidence): Confidence {
  return rank[a] <= rank[b] ? a : b;
}
