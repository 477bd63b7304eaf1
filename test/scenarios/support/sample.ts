/** A JSON schema of the reduced description, as far as samples need it. */
export interface SampleSchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly SampleSchema[];
  readonly oneOf?: readonly SampleSchema[];
  readonly allOf?: readonly SampleSchema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SampleSchema>>;
  readonly items?: SampleSchema;
}

/**
 * The smallest value that a schema allows: required members only, null where it may be null.
 * A canned answer is such a sample with the members that matter laid over it, so that it always has GitHub's form.
 */
export function sample(
  schema: SampleSchema,
  resolve: (reference: string) => SampleSchema,
  depth = 0,
): unknown {
  if (depth > 40) throw new Error("the schema requires itself");
  if (schema.$ref !== undefined) return sample(resolve(schema.$ref), resolve, depth + 1);
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) {
    const member = union.find((one) => one.type === "null") ?? union[0] ?? {};
    return sample(member, resolve, depth + 1);
  }
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === "object" || schema.properties !== undefined || schema.allOf !== undefined) {
    const value: Record<string, unknown> = {};
    for (const part of schema.allOf ?? []) Object.assign(value, sample(part, resolve, depth + 1));
    for (const name of schema.required ?? []) {
      value[name] = sample(schema.properties?.[name] ?? {}, resolve, depth + 1);
    }
    return value;
  }
  return scalars[schema.format ?? ""] ?? scalars[schema.type ?? ""] ?? null;
}

const scalars: Readonly<Record<string, unknown>> = {
  uri: "https://example.com/",
  "date-time": "2026-01-06T12:00:00Z",
  string: "text",
  integer: 1,
  number: 1,
  boolean: false,
  array: [],
};

/** What a scenario says, completed to a value of the schema: members that it leaves out are samples. */
export function complete(
  schema: SampleSchema,
  said: unknown,
  resolve: (reference: string) => SampleSchema,
): unknown {
  if (schema.$ref !== undefined) return complete(resolve(schema.$ref), said, resolve);
  if (said === undefined) return sample(schema, resolve);
  if (Array.isArray(said)) return said.map((member) => complete(schema.items ?? {}, member, resolve));
  if (!isRecord(said)) return said;
  const union = schema.anyOf ?? schema.oneOf;
  if (union !== undefined) {
    const member = union.find((one) => one.type !== "null") ?? {};
    return complete(member, said, resolve);
  }
  const value: Record<string, unknown> = {};
  for (const part of schema.allOf ?? []) Object.assign(value, complete(part, said, resolve));
  for (const name of new Set([...(schema.required ?? []), ...Object.keys(said)])) {
    value[name] = complete(schema.properties?.[name] ?? {}, said[name], resolve);
  }
  return value;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
