import type { Schema } from "../contract.ts";
import { entries, isList, isObject, strings, type Json, type JsonObject } from "./parse-document.ts";
import { readFurther } from "./further-keywords.ts";

/** What the document reader keeps while it turns schemas of a document into those of a contract. */
export interface SchemaReading {
  /** Name of the component that a reference means, which is read on the way; null: it leads nowhere. */
  readonly referenceTo: (reference: string) => string | null;
  /** Told of a keyword that contracts do not hold. */
  readonly leftOut: (keyword: string) => void;
}

/** Keywords of JSON Schema that restrict values and that no contract holds. */
const unread: ReadonlySet<string> = new Set(["not", "minProperties", "maxProperties"]);

const numbers = [
  "minimum",
  "maximum",
  "multipleOf",
  "minLength",
  "maxLength",
  "minItems",
  "maxItems",
] as const;
const flags = ["uniqueItems", "deprecated", "readOnly", "writeOnly"] as const;
const lists = ["anyOf", "oneOf", "allOf", "prefixItems"] as const;

/** A schema of OpenAPI 3.0 or 3.1 in the terms of 3.1: `nullable` and boolean `exclusiveMinimum` are rewritten. */
export function normaliseSchema(json: Json | undefined, reading: SchemaReading): Schema {
  if (!isObject(json)) return {};
  const plain = readKeywords(json, reading);
  return json["nullable"] === true ? orNull(plain) : plain;
}

type Writable = { -readonly [Key in keyof Schema]: Schema[Key] };

function readKeywords(json: JsonObject, reading: SchemaReading): Schema {
  const schema: Writable = {};
  readReference(json, schema, reading);
  if (typeof json["type"] === "string") schema.type = json["type"];
  else if (isList(json["type"])) schema.type = strings(json["type"]);
  for (const key of ["format", "pattern", "contentMediaType"] as const) {
    const value = json[key];
    if (typeof value === "string" && value !== "") schema[key] = value;
  }
  if (isList(json["enum"])) schema.enum = json["enum"];
  if (Object.hasOwn(json, "const")) schema.const = json["const"];
  if (Object.hasOwn(json, "default")) schema.default = json["default"];
  for (const key of numbers) {
    const value = json[key];
    if (typeof value === "number") schema[key] = value;
  }
  readExclusive(json, schema);
  for (const key of flags) if (json[key] === true) schema[key] = true;
  for (const key of lists) {
    const value = json[key];
    if (isList(value)) schema[key] = value.map((member) => normaliseSchema(member, reading));
  }
  for (const key of ["items", "propertyNames"] as const) {
    if (isObject(json[key])) schema[key] = normaliseSchema(json[key], reading);
  }
  readProperties(json, schema, reading);
  readDiscriminator(json, schema);
  const further = readFurther(json, (member) => normaliseSchema(member, reading));
  if (further !== null) schema.further = further;
  for (const key of Object.keys(json)) if (unread.has(key)) reading.leftOut(key);
  return schema;
}

function readReference(json: JsonObject, schema: Writable, reading: SchemaReading): void {
  const reference = json["$ref"];
  if (typeof reference !== "string") return;
  const name = reading.referenceTo(reference);
  if (name === null) schema.opaque = reference;
  else schema.$ref = `#/components/schemas/${name}`;
}

/** OpenAPI 3.0 makes a limit exclusive by a flag beside it, 3.1 has a limit of its own. */
function readExclusive(json: JsonObject, schema: Writable): void {
  const minimum = json["exclusiveMinimum"];
  if (typeof minimum === "number") schema.exclusiveMinimum = minimum;
  else if (minimum === true && schema.minimum !== undefined) {
    schema.exclusiveMinimum = schema.minimum;
    delete schema.minimum;
  }
  const maximum = json["exclusiveMaximum"];
  if (typeof maximum === "number") schema.exclusiveMaximum = maximum;
  else if (maximum === true && schema.maximum !== undefined) {
    schema.exclusiveMaximum = schema.maximum;
    delete schema.maximum;
  }
}

function readProperties(json: JsonObject, schema: Writable, reading: SchemaReading): void {
  if (isObject(json["properties"])) {
    schema.properties = Object.fromEntries(
      Object.entries(json["properties"]).map(([name, value]) => [name, normaliseSchema(value, reading)]),
    );
  }
  if (isList(json["required"])) schema.required = strings(json["required"]);
  const further = json["additionalProperties"];
  if (typeof further === "boolean") schema.additionalProperties = further;
  else if (isObject(further)) schema.additionalProperties = normaliseSchema(further, reading);
}

function readDiscriminator(json: JsonObject, schema: Writable): void {
  const discriminator = json["discriminator"];
  if (!isObject(discriminator) || typeof discriminator["propertyName"] !== "string") return;
  const mapping = entries(discriminator["mapping"]).flatMap(([tag, target]) =>
    typeof target === "string" ? [[tag, target] as const] : [],
  );
  schema.discriminator = {
    propertyName: discriminator["propertyName"],
    mapping: Object.fromEntries(mapping),
  };
}

/** `nullable: true` of OpenAPI 3.0. */
function orNull(schema: Schema): Schema {
  if (schema.type !== undefined) {
    return { ...schema, type: [...(typeof schema.type === "string" ? [schema.type] : schema.type), "null"] };
  }
  const keyword = schema.anyOf !== undefined ? "anyOf" : schema.oneOf !== undefined ? "oneOf" : null;
  if (keyword !== null) return { ...schema, [keyword]: [...(schema[keyword] ?? []), { type: "null" }] };
  return schema.$ref !== undefined || schema.allOf !== undefined || schema.properties !== undefined
    ? { anyOf: [schema, { type: "null" }] }
    : schema;
}
