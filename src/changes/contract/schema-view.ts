import type { Component, FurtherKeywords, Schema } from "../../facts/contract.ts";
import { shortName } from "./names.ts";

/**
 * A schema as it is compared: references followed, `null` folded into one flag, wrappers of a single schema taken off.
 * `anyOf: [X, null]`, `type: [X, "null"]` and a `$ref` with a default beside it are all views of `X`.
 */
export interface SchemaView {
  /** Name of the component that it was reached through, the innermost one; null for an inline schema. */
  readonly component: string | null;
  /** Source text of a type that could not be resolved. */
  readonly opaque: string | null;
  /** Without `null`; empty: any type. A schema that only allows null has `["null"]`. */
  readonly types: readonly string[];
  readonly nullable: boolean;
  readonly format: string | null;
  readonly enumeration: readonly unknown[] | null;
  readonly constant: { readonly value: unknown } | null;
  readonly default: { readonly value: unknown } | null;
  /** Alternatives of `anyOf` or `oneOf` but `null`, at least two. */
  readonly union: { readonly keyword: "anyOf" | "oneOf"; readonly branches: readonly SchemaView[] } | null;
  readonly allOf: readonly SchemaView[];
  readonly properties: ReadonlyMap<string, Schema>;
  readonly required: ReadonlySet<string>;
  readonly items: Schema | null;
  /** The view of `items`; a function, because items may lead back to the schema itself. */
  readonly itemView: () => SchemaView | null;
  readonly prefixItems: readonly Schema[];
  /** `undefined` where the keyword is missing, which accepts any further property. */
  readonly additionalProperties: boolean | Schema | undefined;
  readonly propertyNames: Schema | null;
  readonly discriminator: NonNullable<Schema["discriminator"]> | null;
  readonly bounds: ReadonlyMap<Bound, number>;
  readonly pattern: string | null;
  readonly uniqueItems: boolean;
  readonly deprecated: boolean;
  readonly readOnly: boolean;
  readonly writeOnly: boolean;
  readonly contentMediaType: string | null;
  readonly further: FurtherKeywords | null;
}

/** Numeric limits, named as in oasdiff's ids. */
export type Bound =
  | "min"
  | "max"
  | "exclusive-min"
  | "exclusive-max"
  | "multiple-of"
  | "min-length"
  | "max-length"
  | "min-items"
  | "max-items";

/** Views of the schemas of one contract. The same schema object always gives the same view. */
export interface SchemaViews {
  readonly of: (schema: Schema) => SchemaView;
}

export function makeSchemaViews(components: ReadonlyMap<string, Component>): SchemaViews {
  const views = new WeakMap<Schema, SchemaView>();
  const componentViews = new Map<string, SchemaView>();

  /** The view is stored before its branches are made, so that a recursive union ends at itself. */
  function of(schema: Schema): SchemaView {
    const name = componentName(schema);
    const plain = name !== null && Object.keys(schema).length === 1;
    const known = plain ? componentViews.get(name) : views.get(schema);
    if (known !== undefined) return known;
    const expanded = expand(schema, components);
    const branches: SchemaView[] = [];
    const allOf: SchemaView[] = [];
    const view = makeView(expanded, branches, allOf, of);
    if (plain) componentViews.set(name, view);
    else views.set(schema, view);
    branches.push(...unionBranches(expanded.schema).map(of));
    allOf.push(...(expanded.schema.allOf ?? []).map(of));
    return view;
  }

  return { of };
}

/** Whether a schema says nothing about its values: `Any`, or a body that no model describes. */
export function isAny(view: SchemaView): boolean {
  return (
    view.opaque === null &&
    view.types.length === 0 &&
    view.enumeration === null &&
    view.constant === null &&
    view.union === null &&
    view.allOf.length === 0 &&
    view.properties.size === 0 &&
    view.items === null
  );
}

/** `#/components/schemas/<name>` → name. */
export function componentName(schema: Schema): string | null {
  const prefix = "#/components/schemas/";
  return schema.$ref?.startsWith(prefix) === true ? schema.$ref.slice(prefix.length) : null;
}

interface Expanded {
  readonly schema: Schema;
  readonly component: string | null;
  readonly nullable: boolean;
}

/** Keywords that describe a place and leave the values alone: they may stand beside a reference. */
const annotations: ReadonlySet<string> = new Set(["default", "deprecated", "readOnly", "writeOnly"]);

/** Follows references and takes off wrappers until a schema with content is left. */
function expand(schema: Schema, components: ReadonlyMap<string, Component>): Expanded {
  let current = schema;
  let component: string | null = null;
  let nullable = false;
  const seen = new Set<string>();
  for (;;) {
    if (current.$ref !== undefined) {
      const { $ref, ...beside } = current;
      const name = componentName(current);
      const target = name === null ? undefined : components.get(name);
      if (name === null || target === undefined || seen.has(name)) {
        const opaque = name === null ? $ref : seen.has(name) ? "a reference to itself" : shortName(name);
        return { schema: { ...beside, opaque }, component: null, nullable };
      }
      seen.add(name);
      component = name;
      current = { ...target.schema, ...beside };
      continue;
    }
    const onlyPart = soleAllOf(current);
    if (onlyPart !== null) {
      current = onlyPart;
      continue;
    }
    const keyword = current.anyOf !== undefined ? "anyOf" : current.oneOf !== undefined ? "oneOf" : null;
    const branches = keyword === null ? [] : (current[keyword] ?? []);
    if (keyword !== null && branches.length > 0) {
      const present = branches.filter((branch) => !isNull(branch));
      nullable ||= present.length < branches.length;
      const only = present[0];
      if (present.length === 1 && only !== undefined) {
        const { [keyword]: _wrapper, discriminator: _discriminator, ...beside } = current;
        current = { ...only, ...beside };
        continue;
      }
      if (present.length < branches.length && present.length > 1)
        current = { ...current, [keyword]: present };
    }
    return { schema: current, component, nullable };
  }
}

/** `allOf` around one schema is how older Pydantic writes a reference with a default or a description beside it. */
function soleAllOf(schema: Schema): Schema | null {
  const only = schema.allOf?.[0];
  if (only === undefined || schema.allOf?.length !== 1) return null;
  const { allOf: _allOf, ...beside } = schema;
  return Object.keys(beside).every((key) => annotations.has(key)) ? { ...only, ...beside } : null;
}

function isNull(schema: Schema): boolean {
  return schema.type === "null" || (Array.isArray(schema.type) && schema.type.join() === "null");
}

function unionBranches(schema: Schema): readonly Schema[] {
  const branches = schema.anyOf ?? schema.oneOf ?? [];
  return branches.length > 1 ? branches : [];
}

function makeView(
  { schema, component, nullable }: Expanded,
  branches: readonly SchemaView[],
  allOf: readonly SchemaView[],
  of: SchemaViews["of"],
): SchemaView {
  const declared =
    schema.type === undefined ? [] : typeof schema.type === "string" ? [schema.type] : schema.type;
  const types = declared.filter((type) => type !== "null");
  const nullsAllowed = nullable || (types.length > 0 && declared.length > types.length);
  const values = schema.enum ?? null;
  const nullValue = values?.includes(null) === true && (declared.length === 0 || nullsAllowed);
  return {
    component,
    opaque: schema.opaque ?? null,
    types: types.length === 0 && declared.length > 0 ? ["null"] : types,
    nullable: nullsAllowed || nullValue,
    format: schema.format === undefined || freeFormats.has(schema.format) ? null : schema.format,
    enumeration: values?.filter((value) => !(nullValue && value === null)) ?? null,
    constant: "const" in schema ? { value: schema.const } : null,
    // A default of None is the absence of one: documents differ in whether they write it.
    default: schema.default === undefined || schema.default === null ? null : { value: schema.default },
    union:
      unionBranches(schema).length > 1
        ? { keyword: schema.anyOf === undefined ? "oneOf" : "anyOf", branches }
        : null,
    allOf,
    properties: schema.properties === undefined ? noProperties : new Map(Object.entries(schema.properties)),
    required: schema.required === undefined ? noNames : new Set(schema.required),
    items: schema.items ?? null,
    itemView: () => (schema.items === undefined ? null : of(schema.items)),
    prefixItems: schema.prefixItems ?? [],
    additionalProperties: schema.additionalProperties,
    propertyNames: schema.propertyNames ?? null,
    discriminator: schema.discriminator ?? null,
    bounds: boundsOf(schema),
    pattern: schema.pattern ?? null,
    uniqueItems: schema.uniqueItems ?? false,
    deprecated: schema.deprecated ?? false,
    readOnly: schema.readOnly ?? false,
    writeOnly: schema.writeOnly ?? false,
    contentMediaType: schema.contentMediaType ?? null,
    further: schema.further ?? null,
  };
}

/** Formats that describe a string without restricting it. */
const freeFormats: ReadonlySet<string> = new Set(["password", "path"]);

const noProperties: ReadonlyMap<string, Schema> = new Map();
const noNames: ReadonlySet<string> = new Set();

function boundsOf(schema: Schema): ReadonlyMap<Bound, number> {
  const bounds: readonly (readonly [Bound, number | undefined])[] = [
    ["min", schema.minimum],
    ["max", schema.maximum],
    ["exclusive-min", schema.exclusiveMinimum],
    ["exclusive-max", schema.exclusiveMaximum],
    ["multiple-of", schema.multipleOf],
    ["min-length", schema.minLength],
    ["max-length", schema.maxLength],
    ["min-items", schema.minItems],
    ["max-items", schema.maxItems],
  ];
  return new Map(bounds.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const])));
}
