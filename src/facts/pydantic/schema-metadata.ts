import type { Schema } from "../contract.ts";
import { argumentValue } from "../values/call.ts";
import { isNone, textOf } from "../values/value.ts";
import type { Value } from "../values/value.ts";
import { isFieldDeclaration } from "./field-settings.ts";
import { constrain } from "./constraints.ts";
import { jsonOf } from "./json-value.ts";
import { librarySchema } from "./library-types.ts";
import { readModel } from "./model.ts";
import { bare, isOptional } from "./python-type.ts";
import type { PythonType } from "./python-type.ts";
import { readType, typeOfValue } from "./read-type.ts";
import { anyOf, schemaOf } from "./schemas.ts";
import type { Mode, Schemas } from "./schemas.ts";

interface Context {
  readonly type: PythonType;
  readonly mode: Mode;
}

/** Types of Pydantic with `__get_pydantic_core_schema__`. */
const selfDescribing = /^pydantic\.(?:\w+Url|\w+Dsn|EmailStr|NameEmail|IPvAny\w+|SecretStr|SecretBytes)$/;

/** Metadata that replaces or extends a schema, rather than bounding it; null for anything else. */
export function schemaByMetadata(
  schemas: Schemas,
  schema: Schema,
  metadata: Value,
  context: Context,
): Schema | null {
  // `Annotated[str, HttpUrl]`: the class brings a schema of its own.
  if (metadata.kind === "external") {
    if (metadata.name === "pydantic.Json") {
      return context.mode === "validation" ? (librarySchema(metadata.name)?.validation ?? null) : schema;
    }
    return selfDescribing.test(metadata.name) ? (librarySchema(metadata.name)?.[context.mode] ?? null) : null;
  }
  if (metadata.kind !== "external-call") return null;
  const { name, arguments: args } = metadata;
  const { mode } = context;
  switch (name) {
    case "pydantic.WithJsonSchema": {
      const given = argumentValue(args, 0, "json_schema");
      const only = argumentValue(args, null, "mode");
      if (only !== null && textOf(only) !== null && textOf(only) !== mode) return schema;
      return given === null ? null : (schemaFromJson(jsonOf(given)) ?? { opaque: "WithJsonSchema(…)" });
    }
    case "pydantic.PlainValidator":
    case "pydantic.BeforeValidator":
    case "pydantic.WrapValidator": {
      if (mode === "serialization") return schema;
      const input = argumentValue(args, null, "json_schema_input_type");
      if (input !== null) return schemaOf(schemas, typeOfValue(schemas.evaluator, input), mode);
      return name === "pydantic.PlainValidator" ? {} : schema;
    }
    case "pydantic.PlainSerializer":
    case "pydantic.WrapSerializer":
      return mode === "serialization" ? serialised(schemas, schema, args, context) : schema;
    case "pydantic.Discriminator": {
      const property = argumentValue(args, 0, "discriminator");
      const text = property === null ? null : textOf(property);
      return text === null ? tagged(schema) : discriminated(schemas, schema, text, context);
    }
    default:
      return isFieldDeclaration(metadata) ? declared(schemas, schema, metadata, context) : null;
  }
}

/** `PlainSerializer(f, return_type=str)`: what the function returns is served. */
function serialised(
  schemas: Schemas,
  schema: Schema,
  args: Extract<Value, { kind: "external-call" }>["arguments"],
  { type }: Context,
): Schema {
  const returned = argumentValue(args, null, "return_type") ?? returnOf(args);
  const read = returned === null ? null : typeFrom(schemas, returned);
  if (read === null) return schema;
  const result = schemaOf(schemas, read, "serialization");
  const when = argumentValue(args, null, "when_used");
  const sparesNone = when !== null && (textOf(when) ?? "").endsWith("unless-none");
  return sparesNone && isOptional(type) ? anyOf([{ type: "null" }, result]) : result;
}

function returnOf(args: Extract<Value, { kind: "external-call" }>["arguments"]): Value | null {
  const fn = argumentValue(args, 0, "func");
  if (fn?.kind !== "function" || fn.node.kind !== "function" || fn.node.returns === null) return null;
  return { kind: "expression", expression: fn.node.returns, scope: fn.scope };
}

function typeFrom(schemas: Schemas, value: Value): PythonType {
  return value.kind === "expression"
    ? readType(schemas.evaluator, value.expression, value.scope)
    : typeOfValue(schemas.evaluator, value);
}

/** `Field(discriminator=…)` and `json_schema_extra` beside the bounds. */
function declared(
  schemas: Schemas,
  schema: Schema,
  declaration: Extract<Value, { kind: "external-call" }>,
  context: Context,
): Schema {
  let result = constrain(schema, declaration);
  const discriminator = argumentValue(declaration.arguments, null, "discriminator");
  if (discriminator !== null && !isNone(discriminator)) {
    const property = textOf(discriminator);
    result = property === null ? tagged(result) : discriminated(schemas, result, property, context);
  }
  const extra = argumentValue(declaration.arguments, null, "json_schema_extra");
  return extra === null ? result : withExtra(result, extra);
}

const undocumented = new Set(["title", "description", "example", "examples", "$comment"]);

/** Merges `json_schema_extra`; a function can't be told and leaves the schema as it is. */
export function withExtra(schema: Schema, extra: Value): Schema {
  const members = schemaFromJson(jsonOf(extra));
  return members === null ? schema : { ...schema, ...members };
}

function schemaFromJson(json: unknown): Schema | null {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return null;
  const members = Object.entries(json).filter(([key]) => !undocumented.has(key) && !key.startsWith("x-"));
  return Object.fromEntries(members);
}

/** A union with a callable discriminator. */
function tagged(schema: Schema): Schema {
  return eachUnion(schema, (branches) => ({ oneOf: branches }), 2);
}

function eachUnion(schema: Schema, make: (branches: readonly Schema[]) => Schema, fewest: number): Schema {
  const branches = schema.anyOf ?? [];
  const real = branches.filter((branch) => branch.type !== "null");
  if (real.length < fewest) return schema;
  const union = make(real);
  return real.length === branches.length ? union : { anyOf: [union, { type: "null" }] };
}

/** `oneOf` with the mapping from the discriminator's values to the branches. */
function discriminated(schemas: Schemas, schema: Schema, property: string, { type, mode }: Context): Schema {
  const members = unionMembers(type);
  const mapping = new Map<string, string>();
  for (const member of members) {
    const target = schemaOf(schemas, member, mode).$ref;
    for (const value of target === undefined ? [] : tagValues(schemas, member, property)) {
      mapping.set(value, target ?? "");
    }
  }
  const propertyName = aliasOf(schemas, members, property);
  // A single model is a union of one.
  const union = schema.$ref === undefined ? schema : { anyOf: [schema] };
  return eachUnion(
    union,
    (branches) => ({
      // A union within the union that is told apart by the same property is no branch of its own.
      oneOf: branches.flatMap((branch) =>
        branch.oneOf !== undefined && branch.discriminator?.propertyName === propertyName
          ? branch.oneOf
          : [branch],
      ),
      discriminator: {
        propertyName,
        ...(mapping.size === 0 ? {} : { mapping: Object.fromEntries(mapping) }),
      },
    }),
    1,
  );
}

function unionMembers(type: PythonType): readonly PythonType[] {
  const plain = bare(type);
  return plain.kind === "union" ? plain.members.flatMap(unionMembers) : [plain];
}

function tagValues(schemas: Schemas, member: PythonType, property: string): readonly string[] {
  const plain = bare(member);
  if (plain.kind === "union") return plain.members.flatMap((inner) => tagValues(schemas, inner, property));
  if (plain.kind !== "model") return [];
  const { definition } = plain;
  const model = readModel(schemas.evaluator, definition, schemas.isLenient(definition.path));
  const field = model.fields.find((candidate) => candidate.name === property);
  const literal = field === undefined ? null : bare(field.type);
  if (literal?.kind !== "literal") return [];
  return literal.values.flatMap((value) => {
    const json = jsonOf(value);
    return typeof json === "string" || typeof json === "number" ? [String(json)] : [];
  });
}

/** The name that the discriminating property has in the document. */
function aliasOf(schemas: Schemas, members: readonly PythonType[], property: string): string {
  for (const member of members) {
    const plain = bare(member);
    if (plain.kind !== "model") continue;
    const { definition } = plain;
    const model = readModel(schemas.evaluator, definition, schemas.isLenient(definition.path));
    const field = model.fields.find((candidate) => candidate.name === property);
    if (field !== undefined) {
      const generated = model.config.aliasGenerator?.validation?.(property);
      return field.settings.alias ?? generated ?? property;
    }
  }
  return property;
}
