import type { Bound, SchemaView } from "./schema-view.ts";

/**
 * One difference of two schemas at one place, said without a direction: whether it breaks somebody depends on who
 * sends the value, which `identify.ts` decides.
 */
export type SchemaDifference =
  | { readonly kind: "opaque" }
  | { readonly kind: "type" }
  | { readonly kind: "list-of-types"; readonly added: readonly string[]; readonly removed: readonly string[] }
  | { readonly kind: "nullable"; readonly now: boolean }
  | {
      readonly kind: "values";
      readonly added: readonly unknown[];
      readonly removed: readonly unknown[];
      /** The values were free before, or are free now. */
      readonly became: "restricted" | "free" | null;
    }
  | { readonly kind: "constant"; readonly before: Value | null; readonly after: Value | null }
  | {
      readonly kind: "bound";
      readonly bound: Bound;
      readonly before: number | null;
      readonly after: number | null;
    }
  | { readonly kind: "pattern"; readonly before: string | null; readonly after: string | null }
  | { readonly kind: "unique-items"; readonly now: boolean }
  | { readonly kind: "default"; readonly before: Value | null; readonly after: Value | null }
  | {
      readonly kind: "property";
      readonly name: string;
      readonly status: "added" | "removed";
      readonly required: boolean;
      readonly view: SchemaView;
      /** The side that lacks it refuses unknown properties. */
      readonly refused: boolean;
      /** A request may go on calling it what it was called: added as the new name of a property, or removed as the old one. */
      readonly renamed: boolean;
    }
  | {
      readonly kind: "requiredness";
      readonly name: string;
      readonly now: "required" | "optional";
      readonly before: SchemaView;
      readonly after: SchemaView;
    }
  | { readonly kind: "extra"; readonly now: "refused" | "accepted" }
  | {
      readonly kind: "union";
      readonly keyword: "any-of" | "one-of";
      readonly added: readonly string[];
      readonly removed: readonly string[];
      /** Alternatives on both sides, by their names after the change. */
      readonly kept: readonly string[];
      /** A single schema became a union, or a union a single schema. */
      readonly became: "union" | "single" | null;
      /** The object's properties went into alternatives of a `oneOf`. */
      readonly wrapped: boolean;
    }
  | {
      readonly kind: "all-of" | "prefix-items";
      readonly added: readonly string[];
      readonly removed: readonly string[];
    }
  | {
      readonly kind: "discriminator";
      readonly action: "added" | "removed" | "property-name-changed";
    }
  | {
      readonly kind: "discriminator-mapping";
      readonly action: "added" | "deleted" | "changed";
      readonly keys: readonly string[];
    }
  | { readonly kind: "deprecated"; readonly now: boolean }
  | {
      readonly kind: "mutability";
      readonly what: "read-only" | "write-only";
      readonly now: boolean;
    }
  | { readonly kind: "property-names"; readonly now: boolean }
  | { readonly kind: "content-media-type" }
  | {
      /** A keyword of hand-written documents, named as in oasdiff's ids. */
      readonly kind: "keyword";
      readonly keyword: string;
      readonly action: "added" | "removed" | "changed" | "increased" | "decreased";
      readonly before: string | null;
      readonly after: string | null;
    };

export interface Value {
  readonly value: unknown;
}

/** How one gets from a schema to a schema inside it. */
export type Step =
  | { readonly kind: "property"; readonly name: string; readonly required: boolean }
  | { readonly kind: "items" }
  | { readonly kind: "values" }
  | { readonly kind: "names" }
  | { readonly kind: "element"; readonly index: number }
  /** A branch that is a union itself has no name: `""`. */
  | { readonly kind: "branch" | "part" | "keyword"; readonly name: string };

/** A pair of schemas that stand for each other on the two sides. Pairs form a graph, with cycles where models are recursive. */
export interface SchemaPair {
  readonly before: SchemaView;
  readonly after: SchemaView;
  readonly differences: readonly SchemaDifference[];
  readonly inner: readonly { readonly step: Step; readonly pair: SchemaPair }[];
  /** The two have nothing to do with each other, such as an object and a list: what is inside differs because of that. */
  readonly unrelated: boolean;
  /** Where one value became a list of values: that value beside an item of the list. */
  readonly valueToItem: SchemaPair | null;
}
