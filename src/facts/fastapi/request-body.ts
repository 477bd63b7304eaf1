import type { MediaType, RequestBody, Schema } from "../contract.ts";
import type { Location } from "../location.ts";
import { bare } from "../pydantic/python-type.ts";
import type { PythonType } from "../pydantic/python-type.ts";
import { describeType } from "../pydantic/python-type.ts";
import type { Schemas } from "../pydantic/schemas.ts";
import { normaliseName } from "../pydantic/schemas.ts";
import type { Dependant } from "./dependency.ts";
import { fieldParameterSchema } from "./operation-parameters.ts";
import type { FieldParameter } from "./parameter.ts";

const methodsWithBody = new Set(["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH"]);

/** The body of an operation out of all body, form and file parameters of its dependency tree (`_get_body_field`). */
export function requestBody(
  schemas: Schemas,
  dependants: readonly Dependant[],
  method: string,
  uniqueId: string,
  where: Location,
): RequestBody | null {
  const fields = dependants.flatMap((dependant) => dependant.fields.filter(isBody));
  const [first] = fields;
  if (first === undefined || !methodsWithBody.has(method)) return null;
  const unvalidated =
    fields.map((field) => unvalidatedText(field.type)).find((text) => text !== null) ?? null;
  const isEmbedded = shouldEmbed(fields);
  return {
    required: isEmbedded ? fields.some((field) => field.required) : first.required,
    content: [isEmbedded ? embedded(schemas, fields, uniqueId, where) : single(schemas, first)],
    unvalidated,
    where: first.where,
  };
}

function isBody(field: FieldParameter): boolean {
  return field.in === "body" || field.in === "form" || field.in === "file";
}

/** `_should_embed_body_fields`. */
function shouldEmbed(fields: readonly FieldParameter[]): boolean {
  const [first] = fields;
  if (new Set(fields.map((field) => field.name)).size > 1 || first === undefined) return true;
  return first.embed || (first.in !== "body" && !isModelOrUnion(first.type));
}

function isModelOrUnion(type: PythonType): boolean {
  const plain = bare(type);
  if (plain.kind === "model") return plain.isTuple !== true;
  return plain.kind === "union" && plain.members.every(isModelOrUnion);
}

function single(schemas: Schemas, field: FieldParameter): MediaType {
  return { mediaType: mediaTypeOf(field), schema: fieldParameterSchema(schemas, field, "validation") };
}

function mediaTypeOf(field: FieldParameter): string {
  if (field.mediaType !== null) return field.mediaType;
  if (field.in === "file") return "multipart/form-data";
  return field.in === "form" ? "application/x-www-form-urlencoded" : "application/json";
}

/** Several parameters become one object, a component named after the operation. */
function embedded(
  schemas: Schemas,
  fields: readonly FieldParameter[],
  uniqueId: string,
  where: Location,
): MediaType {
  const byName = new Map(fields.map((field) => [field.name, field] as const));
  const unique = [...byName.values()];
  const required = unique.filter((field) => field.required).map((field) => field.alias);
  const schema: Schema = {
    type: "object",
    properties: Object.fromEntries(
      unique.map((field) => [field.alias, fieldParameterSchema(schemas, field, "validation")]),
    ),
    ...(required.length === 0 ? {} : { required }),
  };
  const name = normaliseName(`Body_${uniqueId}`);
  const key = `body\u0000${where.path}:${where.line}\u0000${uniqueId}`;
  schemas.definitions.set(key, {
    key,
    names: [name, `${name}-Input`, `fastapi__${name}`],
    schema,
    documentation: "",
    where,
    fields: new Map(unique.map((field) => [field.alias, field.where])),
  });
  return { mediaType: embeddedMediaType(unique), schema: { $ref: key } };
}

function embeddedMediaType(fields: readonly FieldParameter[]): string {
  if (fields.some((field) => field.in === "file")) return "multipart/form-data";
  if (fields.some((field) => field.in === "form")) return "application/x-www-form-urlencoded";
  const types = new Set(fields.map(mediaTypeOf));
  const [only] = types;
  return types.size === 1 && only !== undefined ? only : "application/json";
}

/** What of a body no model validates: `dict`, `Any`, lists and unions of them; null when something does. */
export function unvalidatedText(type: PythonType): string | null {
  return isUnvalidated(type) ? shortText(type) : null;
}

/** `dict` for every mapping of anything, however it was written. */
function shortText(type: PythonType): string {
  const plain = bare(type);
  switch (plain.kind) {
    case "mapping":
      return "dict";
    case "sequence":
      return bare(plain.item).kind === "any" ? "list" : `list[${shortText(plain.item)}]`;
    case "union":
      return plain.members.map(shortText).join(" | ");
    case "none":
      return "None";
    default:
      return describeType(plain);
  }
}

function isUnvalidated(type: PythonType): boolean {
  const plain = bare(type);
  switch (plain.kind) {
    case "any":
      return true;
    case "mapping":
      return isUnvalidated(plain.value);
    case "sequence":
      return isUnvalidated(plain.item);
    case "union":
      return plain.members.every((member) => bare(member).kind === "none" || isUnvalidated(member));
    case "alias":
      return isUnvalidated(plain.type());
    default:
      return false;
  }
}
