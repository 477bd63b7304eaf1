import { canonicalJson } from "../../text/canonical.ts";
import type { Schema, Validator } from "../contract.ts";
import type { Location } from "../location.ts";
import type { Evaluator } from "../values/evaluator.ts";
import { isNone } from "../values/value.ts";
import type { ClassValue, InstanceValue, Value } from "../values/value.ts";
import { classKind } from "./class-kind.ts";
import { constrain } from "./constraints.ts";
import { enumValues } from "./enum-members.ts";
import { jsonOf, jsonTypeOf } from "./json-value.ts";
import { librarySchema } from "./library-types.ts";
import { readModel } from "./model.ts";
import { buildModel, libraryModelSchema, nameOf } from "./model-schema.ts";
import { bare, describeType } from "./python-type.ts";
import type { PythonType } from "./python-type.ts";
import { typeParametersOf } from "./read-type.ts";
import { schemaByMetadata } from "./schema-metadata.ts";

/** Input is `validation`, output `serialization`, as Pydantic calls them. */
export type Mode = "validation" | "serialization";

/** A schema that is referred to by name. Its names are chosen when all that one application uses are known. */
export interface SchemaDefinition {
  readonly key: string;
  /** Names in order of preference, as `GenerateJsonSchema.get_defs_ref` makes them. */
  readonly names: readonly string[];
  readonly schema: Schema;
  /** Titles, descriptions and examples: no part of the contract, but they keep two schemas from sharing a name. */
  readonly documentation: string;
  /** Null for what a library defines. */
  readonly where: Location | null;
  readonly fields: ReadonlyMap<string, Location>;
  readonly omits?: boolean;
  readonly validators?: readonly Validator[];
  readonly furtherNames?: ReadonlyMap<string, readonly string[]>;
}

/** Schemas of one project. `$ref`s in them are keys of `definitions` until `component-names.ts` puts names in. */
export interface Schemas {
  readonly evaluator: Evaluator;
  readonly definitions: Map<string, SchemaDefinition>;
  /** Pydantic 1: `Optional` without a default is not required. */
  readonly isLenient: (path: string) => boolean;
  /** Definitions that have been referred to and are still to be built. */
  readonly pending: (() => void)[];
  isBuilding: boolean;
  /** What is being read is written for Pydantic 1. */
  isOld: boolean;
}

export function createSchemas(evaluator: Evaluator, isLenient: (path: string) => boolean): Schemas {
  return { evaluator, definitions: new Map(), isLenient, pending: [], isBuilding: false, isOld: false };
}

const binary: Schema = { type: "string", contentMediaType: "application/octet-stream" };

/** The JSON Schema of a type. Classes, enums and aliases become definitions and are referred to. */
export function schemaOf(schemas: Schemas, type: PythonType, mode: Mode): Schema {
  switch (type.kind) {
    case "any":
      return {};
    case "none":
      return { type: "null" };
    case "library":
      return librarySchema(type.name, schemas.isOld)?.[mode] ?? { opaque: type.name };
    case "sequence":
      return {
        type: "array",
        items: schemaOf(schemas, type.item, mode),
        ...(type.name === "set" || type.name === "frozenset" ? { uniqueItems: true } : {}),
      };
    case "stream":
      return { type: "array", items: schemaOf(schemas, type.item, mode) };
    case "tuple":
      return tupleSchema(schemas, type, mode);
    case "mapping":
      return mappingSchema(schemas, type, mode);
    case "union":
      return unionSchema(schemas, type.members, mode);
    case "literal":
      return literalSchema(type.values);
    case "annotated":
      return withMetadata(schemas, schemaOf(schemas, type.type, mode), type.metadata, {
        type: type.type,
        mode,
      });
    case "model":
    case "library-model":
    case "enum":
    case "alias":
      return reference(schemas, type, mode);
    case "variable":
      return type.bound === null ? {} : schemaOf(schemas, type.bound, mode);
    case "framework":
      return type.name === "fastapi.UploadFile" ? binary : {};
    case "class":
      return { opaque: type.definition.name };
    case "opaque":
      return { opaque: type.text };
  }
}

function tupleSchema(schemas: Schemas, type: Extract<PythonType, { kind: "tuple" }>, mode: Mode): Schema {
  if (type.rest !== null) return { type: "array", items: schemaOf(schemas, type.rest, mode) };
  const count = type.items.length;
  const prefixItems = type.items.map((item) => schemaOf(schemas, item, mode));
  return { type: "array", ...(count === 0 ? {} : { prefixItems }), minItems: count, maxItems: count };
}

/** `GenerateJsonSchema.dict_schema`. */
function mappingSchema(schemas: Schemas, type: Extract<PythonType, { kind: "mapping" }>, mode: Mode): Schema {
  const values = schemaOf(schemas, type.value, mode);
  const { type: keyType, ...names } = schemaOf(schemas, type.key, mode);
  const isNarrow = names.$ref !== undefined || (keyType === "string" && Object.keys(names).length > 0);
  return {
    type: "object",
    additionalProperties: Object.keys(values).length === 0 ? true : values,
    ...(isNarrow ? { propertyNames: names } : {}),
  };
}

/** `anyOf` of the branches, `null` last; equal branches once, nested `anyOf` flattened. */
export function unionSchema(schemas: Schemas, members: readonly PythonType[], mode: Mode): Schema {
  const isNullable = members.some((member) => bare(member).kind === "none");
  const branches = members
    .filter((member) => bare(member).kind !== "none")
    .map((member) => schemaOf(schemas, member, mode));
  return anyOf(isNullable ? [...branches, { type: "null" }] : branches);
}

/** `GenerateJsonSchema.get_union_of_schemas`. */
export function anyOf(branches: readonly Schema[]): Schema {
  const seen = new Map<string, Schema>();
  for (const branch of branches) {
    const parts = branch.anyOf !== undefined && Object.keys(branch).length === 1 ? branch.anyOf : [branch];
    for (const part of parts) seen.set(canonicalJson(part), part);
  }
  const unique = [...seen.values()];
  const [only] = unique;
  return unique.length === 1 && only !== undefined ? only : { anyOf: unique };
}

function literalSchema(values: readonly Value[]): Schema {
  const read = values.map((value) => jsonOf(value));
  if (read.includes(undefined)) return { opaque: describeType({ kind: "literal", values }) };
  const type = jsonTypeOf(read);
  const typed = type === null ? {} : { type };
  return read.length === 1 ? { const: read[0], ...typed } : { enum: read, ...typed };
}

/** Puts metadata (of `Annotated`, or a field's declaration) on a schema, in order. */
export function withMetadata(
  schemas: Schemas,
  schema: Schema,
  metadata: readonly Value[],
  context: { readonly type: PythonType; readonly mode: Mode },
): Schema {
  let result = schema;
  for (const item of metadata) {
    result = schemaByMetadata(schemas, result, item, context) ?? constrain(result, item);
  }
  return result;
}

// ── definitions ────────────────────────────────────────────────────────────────────────────────────────────────

type Named = Extract<PythonType, { kind: "model" | "library-model" | "enum" | "alias" }>;

function reference(schemas: Schemas, written: Named, wanted: Mode): Schema {
  const type = withoutOwnVariables(schemas.evaluator, written);
  const path = pathOf(type);
  const mode = schemas.isLenient(path) && isSameInBoth(schemas, type) ? "validation" : wanted;
  const key = `${path}\u0000${keyText(type)}\u0000${mode}`;
  if (!schemas.definitions.has(key)) {
    const where = locationOf(type);
    const names = namesOf(schemas.evaluator, type, path, mode);
    const pending: SchemaDefinition = { key, names, schema: {}, documentation: "", where, fields: new Map() };
    schemas.definitions.set(key, pending);
    schemas.pending.push(() => {
      schemas.isOld = schemas.isLenient(path);
      schemas.definitions.set(key, { ...pending, ...build(schemas, type, mode) });
    });
    buildPending(schemas);
  }
  return { $ref: key };
}

/** `Pair[K, V]` with the type variables of `Pair` itself is `Pair`. */
function withoutOwnVariables(evaluator: Evaluator, type: Named): Named {
  if (type.kind !== "model" || type.arguments.length === 0) return type;
  const own = typeParametersOf(evaluator, type.definition);
  const isSame = type.arguments.every(
    (argument, at) => argument.kind === "variable" && argument.key === own[at],
  );
  return isSame ? { ...type, arguments: [] } : type;
}

/** Where a type is defined; "" for what a library defines. */
function pathOf(type: Named): string {
  if (type.kind === "library-model") return "";
  return type.kind === "alias" ? type.path : type.definition.path;
}

/** Pydantic 1 has one schema for requests and responses; only what is excluded is not served. */
function isSameInBoth({ evaluator }: Schemas, type: Named): boolean {
  if (type.kind !== "model") return true;
  return !readModel(evaluator, type.definition, true).fields.some((field) => field.settings.exclude);
}

/** Builds one definition after the other, not within each other: chains of models may be long. */
function buildPending(schemas: Schemas): void {
  if (schemas.isBuilding) return;
  schemas.isBuilding = true;
  const { isOld } = schemas;
  for (let next = schemas.pending.pop(); next !== undefined; next = schemas.pending.pop()) next();
  schemas.isBuilding = false;
  schemas.isOld = isOld;
}

/** Arguments are told apart by where they are defined, too. */
function keyText(type: PythonType): string {
  switch (type.kind) {
    case "model":
      return `${type.definition.path}:${type.definition.name}[${type.arguments.map(keyText).join(",")}]`;
    case "library-model":
      return `${type.name}[${type.arguments.map(keyText).join(",")}](${type.fields
        .map((field) => `${field.name}:${describeType(field.type)}`)
        .join(",")})`;
    case "enum":
    case "class":
      return `${type.definition.path}:${type.definition.name}`;
    case "sequence":
      return `${type.label}[${keyText(type.item)}]`;
    case "mapping":
      return `${type.label}[${keyText(type.key)},${keyText(type.value)}]`;
    case "union":
      return `Union[${type.members.map(keyText).join(",")}]`;
    case "tuple":
      return `tuple[${type.items.map(keyText).join(",")}${type.rest === null ? "" : `${keyText(type.rest)},...`}]`;
    case "annotated":
      return `Annotated[${keyText(type.type)}]`;
    case "alias":
      return `${type.path}:${type.name}`;
    default:
      return describeType(type);
  }
}

function build(schemas: Schemas, type: Named, mode: Mode): Omit<SchemaDefinition, "key" | "names" | "where"> {
  switch (type.kind) {
    case "alias":
      return { schema: schemaOf(schemas, type.type(), mode), documentation: "", fields: new Map() };
    case "enum":
      return {
        schema: enumSchema(schemas.evaluator, type.definition),
        documentation: docstring(type.definition),
        fields: new Map(),
      };
    case "model":
      return buildModel(schemas, type, mode);
    case "library-model":
      return { schema: libraryModelSchema(schemas, type, mode), documentation: "", fields: new Map() };
  }
}

function enumSchema(evaluator: Evaluator, definition: ClassValue): Schema {
  const values = enumValues(evaluator, definition);
  if (values === null || values.length === 0) return { opaque: definition.name };
  const type = jsonTypeOf(values);
  return { enum: values, ...(type === null ? {} : { type }) };
}

/** The docstring of a class, "" without one. */
export function docstring(definition: ClassValue): string {
  const [first] = definition.node.body;
  return first?.kind === "expression" && first.value.kind === "string" ? first.value.value : "";
}

function locationOf(type: Named): Location | null {
  if (type.kind === "library-model") return null;
  if (type.kind === "alias") return type.path === "" ? null : { path: type.path, line: 1, endLine: 1 };
  const { path, node } = type.definition;
  return { path, line: node.line, endLine: node.endLine };
}

const suffix: Readonly<Record<Mode, string>> = { validation: "Input", serialization: "Output" };

function namesOf(evaluator: Evaluator, type: Named, path: string, mode: Mode): readonly string[] {
  const described = describeOutermost(type);
  const short = normaliseName(withoutOuterNames(described));
  const long = normaliseName(`${evaluator.project.moduleName(path)}.${described}`);
  return [short, `${short}-${suffix[mode]}`, long, `${long}-${suffix[mode]}`];
}

/** Arguments of the outermost class are joined without a space, those within them with one. */
function describeOutermost(type: Named): string {
  if (type.kind === "library-model" && type.arguments.length > 0) {
    return `${type.name}[${type.arguments.map(describeType).join(",")}]`;
  }
  if (type.kind !== "model" || type.arguments.length === 0) return describeType(type);
  return `${type.definition.name}[${type.arguments.map(describeType).join(",")}]`;
}

/** `Outer.Inner[Page.Item]` → `Inner[Item]`. */
function withoutOuterNames(name: string): string {
  return name
    .split(/([\][,])/)
    .map((part) =>
      part.includes(".") && !part.startsWith(" ...") ? part.slice(part.lastIndexOf(".") + 1) : part,
    )
    .join("");
}

/** `GenerateJsonSchema.normalize_name`. */
export function normaliseName(name: string): string {
  return name.replace(/[^a-zA-Z0-9.\-_]/g, "_").replaceAll(".", "__");
}

/** The default that a schema shows: `None` is left out, as FastAPI's document does. */
export function withDefault(schemas: Schemas, schema: Schema, value: Value): Schema {
  if (isNone(value)) return schema;
  const json = value.kind === "instance" ? instanceJson(schemas, value) : jsonOf(value);
  return json === undefined || json === null ? schema : { ...schema, default: json };
}

/** A model instance as it is served: fields by their names in a response, those that are `None` left out. */
function instanceJson(schemas: Schemas, value: InstanceValue, depth = 0): unknown {
  const { evaluator } = schemas;
  const { keywords, positional, open } = value.arguments;
  const kind = classKind(evaluator, value.class);
  if (open || positional.length > 0 || depth > 5 || (kind !== "model" && kind !== "dataclass"))
    return undefined;
  const isOld = schemas.isLenient(value.class.path);
  const model = readModel(evaluator, value.class, isOld);
  const members: [string, unknown][] = [];
  for (const field of model.fields) {
    if (field.settings.exclude) continue;
    const alias = nameOf(field, model, "validation");
    const given = (keywords.get(field.name) ?? keywords.get(alias))?.value();
    const set = given ?? (field.default?.kind === "value" ? field.default.value : undefined);
    if (set === undefined) return undefined;
    const json = set.kind === "instance" ? instanceJson(schemas, set, depth + 1) : jsonOf(set);
    if (json === undefined) return undefined;
    if (json !== null) members.push([isOld ? field.name : nameOf(field, model, "serialization"), json]);
  }
  return Object.fromEntries(members);
}
