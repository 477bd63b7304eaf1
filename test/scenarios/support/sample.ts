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

/** Lays `over` on `base`, member by member; lists are replaced. */
export function overlay(base: unknown, over: unknown): unknown {
  if (!isRecord(base) || !isRecord(over)) return over === undefined ? base : over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) merged[key] = overlay(base[key], value);
  return merged;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
