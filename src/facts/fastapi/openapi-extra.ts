import type {
  MediaType,
  Operation,
  OperationParameter,
  OperationResponse,
  RequestBody,
} from "../contract.ts";
import type { Location } from "../location.ts";
import { normaliseSchema } from "../openapi/normalise-schema.ts";
import type { SchemaReading } from "../openapi/normalise-schema.ts";
import { entries, isList, isObject, strings } from "../openapi/parse-document.ts";
import type { Json } from "../openapi/parse-document.ts";
import { jsonOf } from "../pydantic/json-value.ts";
import { entryOf } from "../values/expression.ts";
import { constant } from "../values/value.ts";
import type { Value } from "../values/value.ts";

/** References of what is written by hand lead to components whose names are not chosen yet. */
const reading: SchemaReading = { referenceTo: () => null, leftOut: () => undefined };

/**
 * Merges `openapi_extra={…}` of a route over what was derived: objects are merged, lists appended
 * (`fastapi.utils.deep_dict_update`). What is not literal stays as derived.
 */
export function withOpenApiExtra(operation: Operation, extra: Value | null): Operation {
  if (extra?.kind !== "dict") return operation;
  const member = (name: string): Json | undefined => {
    const value = entryOf(extra, constant(name))?.value;
    return value === undefined ? undefined : toJson(jsonOf(value));
  };
  const [operationId, deprecated] = [member("operationId"), member("deprecated")];
  return {
    ...operation,
    operationId: typeof operationId === "string" ? operationId : operation.operationId,
    deprecated: typeof deprecated === "boolean" ? deprecated : operation.deprecated,
    tags: [...operation.tags, ...strings(member("tags"))],
    parameters: [...operation.parameters, ...parametersOf(member("parameters"), operation.where)],
    body: bodyOf(operation, member("requestBody")),
    responses: responsesOf(operation.responses, member("responses")),
  };
}

function toJson(value: unknown): Json | undefined {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function parametersOf(json: Json | undefined, where: Location): readonly OperationParameter[] {
  if (!isList(json)) return [];
  return json.flatMap((parameter) => {
    if (!isObject(parameter) || typeof parameter["name"] !== "string") return [];
    const place = parameter["in"];
    if (place !== "path" && place !== "query" && place !== "header" && place !== "cookie") return [];
    return [
      {
        name: parameter["name"],
        in: place,
        required: parameter["required"] === true,
        schema: normaliseSchema(parameter["schema"], reading),
        deprecated: parameter["deprecated"] === true,
        where,
      },
    ];
  });
}

function bodyOf({ body, where }: Operation, json: Json | undefined): RequestBody | null {
  if (!isObject(json)) return body;
  return {
    required: typeof json["required"] === "boolean" ? json["required"] : (body?.required ?? false),
    content: contentOf(body?.content ?? [], json["content"]),
    unvalidated: body?.unvalidated ?? null,
    where: body?.where ?? where,
  };
}

function responsesOf(
  derived: readonly OperationResponse[],
  json: Json | undefined,
): readonly OperationResponse[] {
  const responses = new Map(derived.map((response) => [response.status, response]));
  for (const [status, response] of entries(json)) {
    const content = contentOf(
      responses.get(status)?.content ?? [],
      isObject(response) ? response["content"] : undefined,
    );
    responses.set(status, { status, content });
  }
  return [...responses.values()];
}

function contentOf(derived: readonly MediaType[], json: Json | undefined): readonly MediaType[] {
  const content = new Map(derived.map((media) => [media.mediaType, media]));
  for (const [mediaType, media] of entries(json)) {
    const known = content.get(mediaType);
    const written = normaliseSchema(isObject(media) ? media["schema"] : undefined, reading);
    content.set(mediaType, { ...known, mediaType, schema: { ...known?.schema, ...written } });
  }
  return [...content.values()];
}
