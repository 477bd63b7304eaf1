import type { Contract } from "../../src/facts/contract.ts";
import { readOpenApiDocument } from "../../src/facts/openapi/read-document.ts";

interface DocumentParts {
  readonly paths: Readonly<Record<string, unknown>>;
  readonly schemas?: Readonly<Record<string, unknown>>;
  readonly openapi?: string;
}

/** A contract read from a small OpenAPI document. */
export function contractOf({ paths, schemas = {}, openapi = "3.1.0" }: DocumentParts): Contract {
  const read = readOpenApiDocument(
    JSON.stringify({ openapi, info: { title: "t", version: "1" }, paths, components: { schemas } }),
    "openapi.json",
  );
  if ("error" in read) throw new Error(read.error);
  return read.contract;
}

/** The value of a key of `responses`. */
export function json(schema: unknown): unknown {
  return { description: "", content: { "application/json": { schema } } };
}

/** The value of `requestBody`. */
export function body(schema: unknown, required = true): unknown {
  return { required, content: { "application/json": { schema } } };
}

export function ref(name: string): { readonly $ref: string } {
  return { $ref: `#/components/schemas/${name}` };
}

export function nullable(schema: unknown): unknown {
  return { anyOf: [schema, { type: "null" }] };
}

/** An object schema; names that end in `?` are optional. */
export function object(properties: Readonly<Record<string, unknown>>): unknown {
  const entries = Object.entries(properties);
  return {
    type: "object",
    properties: Object.fromEntries(entries.map(([name, schema]) => [name.replace("?", ""), schema])),
    required: entries.flatMap(([name]) => (name.endsWith("?") ? [] : [name])),
  };
}
