import type { Schema } from "../contract.ts";
import type { Location } from "../location.ts";
import { isFieldDeclaration } from "./field-settings.ts";
import { readModel, rootTypeOf } from "./model.ts";
import type { Model, ModelField } from "./model.ts";
import { substitute } from "./python-type.ts";
import type { PythonType } from "./python-type.ts";
import { replacementsFor } from "./read-type.ts";
import { withExtra } from "./schema-metadata.ts";
import { docstring, schemaOf, withDefault, withMetadata } from "./schemas.ts";
import type { Mode, SchemaDefinition, Schemas } from "./schemas.ts";

type ModelType = Extract<PythonType, { kind: "model" }>;
type Built = Omit<SchemaDefinition, "key" | "names" | "where">;

/** The schema of a class with fields, in one mode. */
export function buildModel(schemas: Schemas, type: ModelType, mode: Mode): Built {
  const { evaluator } = schemas;
  const { definition } = type;
  const model = readModel(evaluator, definition, schemas.isLenient(definition.path));
  const documentation = [model.config.title ?? "", docstring(definition)].join("\u0000");
  if (model.kind === "root-model") return { ...buildRoot(schemas, type, model, mode), documentation };
  if (mode === "serialization" && model.serializedAs !== null) {
    return { schema: schemaOf(schemas, model.serializedAs, mode), documentation, fields: new Map() };
  }
  const properties = collectProperties(schemas, type, model, mode);
  const built =
    model.kind === "named-tuple" ? tupleOf(properties) : withConfig(objectOf(properties, model), model);
  return {
    schema: built,
    documentation: [documentation, ...model.fields.map((field) => field.settings.documentation)].join(
      "\u0000",
    ),
    fields: new Map(properties.map(({ name, where }) => [name, where])),
    ...(model.kind === "typed-dict" ? { omits: true } : {}),
    ...(model.validators.length === 0 ? {} : { validators: model.validators }),
    ...furtherNamesOf(model),
  };
}

function buildRoot(
  schemas: Schemas,
  { definition, arguments: args }: ModelType,
  model: Model,
  mode: Mode,
): Omit<Built, "documentation"> {
  const { evaluator } = schemas;
  const typeIn = (owner: ModelField["owner"], declared: PythonType): PythonType =>
    substitute(declared, replacementsFor(evaluator, definition, args, owner));
  const field = model.fields.find(({ name }) => name === "root" || name === "__root__");
  const schema =
    field === undefined
      ? schemaOf(schemas, typeIn(definition, rootTypeOf(evaluator, definition)), mode)
      : fieldSchema(schemas, field, typeIn(field.owner, field.type), mode);
  return { schema, fields: new Map() };
}

interface Property {
  readonly name: string;
  readonly schema: Schema;
  readonly required: boolean;
  readonly where: Location;
}

function collectProperties(schemas: Schemas, type: ModelType, model: Model, mode: Mode): readonly Property[] {
  const { evaluator } = schemas;
  const typeIn = (owner: ModelField["owner"], declared: PythonType): PythonType =>
    substitute(declared, replacementsFor(evaluator, type.definition, type.arguments, owner));
  const properties: Property[] = [];
  for (const field of model.fields) {
    if (mode === "serialization" && field.settings.exclude) continue;
    const read = fieldSchema(schemas, field, typeIn(field.owner, field.type), mode);
    const schema = withTextBounds(read, model.config.textBounds);
    properties.push({
      name: nameOf(field, model, mode),
      schema,
      required: field.required || (mode === "serialization" && model.config.servesDefaults),
      where: field.where,
    });
  }
  if (mode === "serialization") {
    for (const field of model.computed) {
      const schema = { ...schemaOf(schemas, typeIn(field.owner, field.type), mode), readOnly: true };
      const name = field.alias ?? model.config.aliasGenerator?.serialization?.(field.name) ?? field.name;
      properties.push({ name, schema, required: true, where: field.where });
    }
  }
  return properties;
}

/** The name of a field in a request or a response. */
export function nameOf(field: ModelField, model: Model, mode: Mode): string {
  const { settings } = field;
  const written = mode === "validation" ? settings.validationAlias : settings.serializationAlias;
  return (
    written ??
    model.config.aliases.get(field.name) ??
    model.config.aliasGenerator?.[mode]?.(field.name) ??
    field.name
  );
}

/** What a request may call a field besides the name in the document (`ConfigDict.validate_by_name`, `AliasChoices`). */
function furtherNamesOf(model: Model): Pick<SchemaDefinition, "furtherNames"> {
  const entries = model.fields.flatMap((field) => {
    const name = nameOf(field, model, "validation");
    const own = model.config.takesFieldNames ? [field.name] : [];
    const further = [...new Set([...field.settings.furtherChoices, ...own])].filter((one) => one !== name);
    return further.length === 0 ? [] : [[name, further] as const];
  });
  return entries.length === 0 ? {} : { furtherNames: new Map(entries) };
}

/** The schema of one field, its default and declaration included. */
export function fieldSchema(schemas: Schemas, field: ModelField, type: PythonType, mode: Mode): Schema {
  let schema: Schema;
  if (mode === "serialization" && field.serializedAs !== null) {
    schema = schemaOf(schemas, field.serializedAs, mode);
  } else if (mode === "validation" && field.acceptsAnything) {
    schema = {};
  } else {
    const metadata = field.declaration === null ? [] : [field.declaration].filter(isFieldDeclaration);
    schema = withMetadata(schemas, schemaOf(schemas, type, mode), metadata, { type, mode });
  }
  if (field.settings.deprecated) schema = { ...schema, deprecated: true };
  return field.default?.kind === "value" ? withDefault(schemas, schema, field.default.value) : schema;
}

/** Puts the bounds of the configuration on the texts of a schema, as `GenerateJsonSchema.str_schema` does. */
function withTextBounds(schema: Schema, bounds: Model["config"]["textBounds"]): Schema {
  if (Object.keys(bounds).length === 0) return schema;
  const inside = (inner: Schema): Schema => withTextBounds(inner, bounds);
  const { items, prefixItems, anyOf, additionalProperties } = schema;
  const isText = schema.type === "string" && schema.format === undefined && schema.enum === undefined;
  return {
    ...(isText && schema.const === undefined ? bounds : {}),
    ...schema,
    ...(items === undefined ? {} : { items: inside(items) }),
    ...(prefixItems === undefined ? {} : { prefixItems: prefixItems.map(inside) }),
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(inside) }),
    ...(typeof additionalProperties === "object"
      ? { additionalProperties: inside(additionalProperties) }
      : {}),
  };
}

function objectOf(properties: readonly Property[], model: Model): Schema {
  const required = properties.filter((property) => property.required).map((property) => property.name);
  return {
    type: "object",
    properties: recordOf(properties.map(({ name, schema }) => [name, schema])),
    ...(required.length === 0 ? {} : { required }),
    ...(model.unknownBases.length === 0
      ? {}
      : { allOf: model.unknownBases.map((base) => ({ opaque: base })) }),
  };
}

/** Made of entries, so that a property named `__proto__` is a property. */
function recordOf(entries: readonly (readonly [string, Schema])[]): Readonly<Record<string, Schema>> {
  return Object.fromEntries(entries);
}

/** A NamedTuple is an array with a place for each field. */
function tupleOf(properties: readonly Property[]): Schema {
  const minItems = properties.filter((property) => property.required).length;
  return {
    type: "array",
    prefixItems: properties.map((property) => property.schema),
    minItems,
    maxItems: properties.length,
  };
}

function withConfig(schema: Schema, { config, kind }: Model): Schema {
  let result = schema;
  if (kind !== "named-tuple" && config.extra !== null) {
    result = { ...result, additionalProperties: config.extra === "allow" };
  }
  return config.schemaExtra === null ? result : withExtra(result, config.schemaExtra);
}

/** The schema of a model that a library defines, in one mode. */
export function libraryModelSchema(
  schemas: Schemas,
  { fields }: Extract<PythonType, { kind: "library-model" }>,
  mode: Mode,
): Schema {
  const present = fields.filter(({ isComputed }) => isComputed !== true || mode === "serialization");
  const properties = present.map(({ name, type, default: given, isComputed }) => {
    const plain = schemaOf(schemas, type, mode);
    const schema = isComputed === true ? { ...plain, readOnly: true } : plain;
    return [name, given === null ? schema : withDefault(schemas, schema, given.value)] as const;
  });
  const required = present.flatMap(({ name, default: given }) => (given === null ? [name] : []));
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  };
}
