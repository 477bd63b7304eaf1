import type { Level } from "../contract-change.ts";

/** What kind of change an id stands for; a test compares requests with responses along it. */
export interface CatalogueEntry {
  readonly id: string;
  readonly level: Level;
  readonly area:
    | "Components"
    | "Headers"
    | "Parameters"
    | "Paths"
    | "RequestBody"
    | "Responses"
    | "Schema"
    | "Security"
    | "Tags";
  readonly kind:
    | "constraints"
    | "existence"
    | "lifecycle"
    | "mutability"
    | "requiredness"
    | "structure"
    | "type"
    | "values";
  readonly direction: "request" | "response" | "none";
  readonly action:
    | "add"
    | "remove"
    | "change"
    | "set"
    | "increase"
    | "decrease"
    | "generalize"
    | "specialize";
}
