import type { Schema } from "../contract.ts";
import { argument } from "../values/call.ts";
import { isNone, textOf } from "../values/value.ts";
import type { ExternalCallValue, Value } from "../values/value.ts";
import { isFieldDeclaration } from "./field-settings.ts";
import { numberOf } from "./json-value.ts";
import { decimalPattern } from "./library-types.ts";

type Bound =
  | "gt"
  | "ge"
  | "lt"
  | "le"
  | "multipleOf"
  | "minLength"
  | "maxLength"
  | "maxDigits"
  | "decimalPlaces";

/** Bounds that metadata puts on a value, in Pydantic's words. */
interface Constraints {
  readonly bounds: ReadonlyMap<Bound, number>;
  readonly pattern: string | null;
}

const byKeyword: readonly (readonly [string, Bound])[] = [
  ["gt", "gt"],
  ["ge", "ge"],
  ["lt", "lt"],
  ["le", "le"],
  ["multiple_of", "multipleOf"],
  ["min_length", "minLength"],
  ["max_length", "maxLength"],
  ["min_items", "minLength"],
  ["max_items", "maxLength"],
  ["max_digits", "maxDigits"],
  ["decimal_places", "decimalPlaces"],
];

/** Classes of `annotated_types` and the parameters that they take, in order. */
const annotatedTypes: ReadonlyMap<string, readonly (readonly [string, Bound])[]> = new Map([
  ["Gt", [["gt", "gt"]]],
  ["Ge", [["ge", "ge"]]],
  ["Lt", [["lt", "lt"]]],
  ["Le", [["le", "le"]]],
  ["MultipleOf", [["multiple_of", "multipleOf"]]],
  ["MinLen", [["min_length", "minLength"]]],
  ["MaxLen", [["max_length", "maxLength"]]],
  [
    "Len",
    [
      ["min_length", "minLength"],
      ["max_length", "maxLength"],
    ],
  ],
]);

function readConstraints(metadata: Value): Constraints | null {
  if (metadata.kind !== "external-call") return null;
  const { name } = metadata;
  const simple = name.startsWith("annotated_types.") ? annotatedTypes.get(name.slice(16)) : undefined;
  if (simple !== undefined) return { bounds: collect(metadata, simple, true), pattern: null };
  const takesKeywords =
    isFieldDeclaration(metadata) ||
    name === "pydantic.StringConstraints" ||
    name === "annotated_types.Interval" ||
    /^pydantic\.con[a-z]+$/.test(name);
  if (!takesKeywords) return null;
  const pattern =
    argument(metadata.arguments, null, "pattern") ?? argument(metadata.arguments, null, "regex");
  return {
    bounds: collect(metadata, byKeyword, false),
    pattern: pattern === null ? null : patternOf(pattern.value()),
  };
}

function collect(
  call: ExternalCallValue,
  parameters: readonly (readonly [string, Bound])[],
  positional: boolean,
): ReadonlyMap<Bound, number> {
  const bounds = new Map<Bound, number>();
  for (const [at, [keyword, bound]] of parameters.entries()) {
    const value = argument(call.arguments, positional ? at : null, keyword)?.value();
    const read = value === undefined || isNone(value) ? null : numberOf(value);
    if (read !== null) bounds.set(bound, read);
  }
  return bounds;
}

/** A pattern as text, also when it was compiled. */
function patternOf(value: Value): string | null {
  if (value.kind !== "external-call" || value.name !== "re.compile") return textOf(value);
  const first = value.arguments.positional[0]?.value();
  return first === undefined ? null : textOf(first);
}

/**
 * Puts the bounds of one piece of metadata on a schema, as Pydantic's `apply_known_metadata` and `ValidationsMapping`
 * do: on the value itself, on the only branch beside `null`, or on the numeric branch of a decimal.
 */
export function constrain(schema: Schema, metadata: Value): Schema {
  const constraints = readConstraints(metadata);
  return constraints === null ? schema : applyTo(schema, constraints);
}

function applyTo(schema: Schema, constraints: Constraints): Schema {
  if (schema.anyOf !== undefined) return applyToBranches(schema, schema.anyOf, constraints);
  switch (schema.type) {
    case "integer":
    case "number":
      return { ...schema, ...numeric(constraints) };
    case "string":
      return schema.pattern?.startsWith("^(?!^[-+.]*$)") === true
        ? decimalString(schema, constraints)
        : {
            ...schema,
            ...lengths(constraints, "minLength", "maxLength"),
            // Pydantic shows the pattern of a text only, not that of a path or an address.
            ...(schema.format === undefined && schema.contentMediaType === undefined
              ? patternMember(constraints)
              : {}),
          };
    case "array":
      return { ...schema, ...lengths(constraints, "minItems", "maxItems") };
    case "object":
      return { ...schema, ...lengths(constraints, "minProperties", "maxProperties") };
    default:
      return withLengths(schema, constraints);
  }
}

/** On what is neither text nor list, `add_js_update_schema` writes lengths as those of a text. */
function withLengths(schema: Schema, constraints: Constraints): Schema {
  return schema.opaque === undefined
    ? { ...schema, ...lengths(constraints, "minLength", "maxLength") }
    : schema;
}

/** Bounds on a union belong to its only branch beside `null`; on a decimal to number and text alike. */
function applyToBranches(schema: Schema, branches: readonly Schema[], constraints: Constraints): Schema {
  const [number, text] = branches;
  const isDecimal =
    number?.type === "number" &&
    text?.type === "string" &&
    text.pattern?.startsWith("^(?!^[-+.]*$)") === true;
  const real = branches.filter((branch) => branch.type !== "null");
  if (!isDecimal && real.length !== 1) {
    if (real.length === branches.length) return withLengths(schema, constraints);
    const inner = withLengths({ anyOf: real }, constraints);
    return Object.keys(inner).length === 1 ? schema : { ...schema, anyOf: [inner, { type: "null" }] };
  }
  return {
    ...schema,
    anyOf: branches.map((branch) => (branch.type === "null" ? branch : applyTo(branch, constraints))),
  };
}

function decimalString(schema: Schema, { bounds }: Constraints): Schema {
  const digits = bounds.get("maxDigits") ?? null;
  const places = bounds.get("decimalPlaces") ?? null;
  return digits === null && places === null ? schema : { ...schema, pattern: decimalPattern(digits, places) };
}

function numeric({ bounds }: Constraints): Schema {
  return members([
    ["exclusiveMinimum", bounds.get("gt")],
    ["minimum", bounds.get("ge")],
    ["exclusiveMaximum", bounds.get("lt")],
    ["maximum", bounds.get("le")],
    ["multipleOf", bounds.get("multipleOf")],
  ]);
}

function lengths({ bounds }: Constraints, minimum: keyof Schema, maximum: keyof Schema): Schema {
  return members([
    [minimum, bounds.get("minLength")],
    [maximum, bounds.get("maxLength")],
  ]);
}

function members(entries: readonly (readonly [keyof Schema, number | undefined])[]): Schema {
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function patternMember({ pattern }: Constraints): Schema {
  return pattern === null ? {} : { pattern };
}
