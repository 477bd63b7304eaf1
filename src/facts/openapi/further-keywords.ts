import type { FurtherKeywords, Schema } from "../contract.ts";
import { entries, isObject, strings, type Json, type JsonObject } from "./parse-document.ts";

const single = [
  "if",
  "then",
  "else",
  "contains",
  "contentSchema",
  "unevaluatedItems",
  "unevaluatedProperties",
] as const;
const named = ["patternProperties", "dependentSchemas"] as const;

/** The keywords that only hand-written documents have (JSON Schema 2020-12, core 10 and 11, validation 6 and 8); null: none of them. */
export function readFurther(json: JsonObject, schemaOf: (json: Json) => Schema): FurtherKeywords | null {
  const further: FurtherKeywords = {
    schemas: new Map(
      single.flatMap((key) => {
        const value = json[key];
        if (isObject(value)) return [[key, schemaOf(value)] as const];
        // `true` accepts everything, as if the keyword were missing.
        return value === false ? [[key, { opaque: "nothing" }] as const] : [];
      }),
    ),
    named: new Map(
      named.flatMap((key) => {
        const schemas = entries(json[key]).map(([name, value]) => [name, schemaOf(value)] as const);
        return schemas.length === 0 ? [] : [[key, new Map(schemas)] as const];
      }),
    ),
    dependentRequired: new Map(
      entries(json["dependentRequired"]).map(([name, list]) => [name, strings(list)] as const),
    ),
    minContains: numberOf(json["minContains"]),
    maxContains: numberOf(json["maxContains"]),
    contentEncoding: typeof json["contentEncoding"] === "string" ? json["contentEncoding"] : null,
  };
  const empty =
    further.schemas.size + further.named.size + further.dependentRequired.size === 0 &&
    further.minContains === null &&
    further.maxContains === null &&
    further.contentEncoding === null;
  return empty ? null : further;
}

function numberOf(value: Json | undefined): number | null {
  return typeof value === "number" ? value : null;
}
