/** Where a schema stands and who sends its values. */
export interface Placement {
  readonly direction: "request" | "response";
  /** As oasdiff's ids name it; everything inside of a body is a property, also the items of a list. */
  readonly position: "body" | "property" | "parameter" | "parameter-property" | "header";
  /** The media type keeps types apart (JSON). */
  readonly typed: boolean;
  /** For a property: whether it was required. */
  readonly required: boolean;
  readonly parameter: {
    readonly in: "path" | "query" | "header" | "cookie";
    /** A caller may leave it out, on both sides. */
    readonly optional: boolean;
  } | null;
}

/** One difference under the id that the catalogue has for it. */
export interface Identified {
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
  /** What happened to the place, as the end of a sentence: "became nullable". */
  readonly what: string;
}

export function said(id: string, before: string | null, after: string | null, what: string): Identified {
  return { id, before, after, what };
}
