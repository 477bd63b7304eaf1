import type { MediaType, OperationResponse, Schema } from "../contract.ts";
import { jsonOf } from "../pydantic/json-value.ts";
import { bare } from "../pydantic/python-type.ts";
import type { PythonType } from "../pydantic/python-type.ts";
import { readType, typeOfValue } from "../pydantic/read-type.ts";
import { schemaOf } from "../pydantic/schemas.ts";
import type { Schemas } from "../pydantic/schemas.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { attributeOf } from "../values/attribute.ts";
import { argument, argumentValue, isGenerator } from "../values/call.ts";
import { entryOf, mergeInto } from "../values/expression.ts";
import { constant, isNone, textOf } from "../values/value.ts";
import type { DictValue, Value } from "../values/value.ts";
import { responseClassOf } from "./response-class.ts";
import type { ResponseClass } from "./response-class.ts";
import type { ServedRoute } from "./route-tree.ts";

/** The responses of an operation as its document lists them, the automatic 422 left out. */
export function responsesOf(schemas: Schemas, route: ServedRoute): readonly OperationResponse[] {
  const { evaluator } = schemas;
  const responseClass = responseClassOf(evaluator, route.responseClass);
  const status = statusOf(route, responseClass);
  const responses = new Map<string, Content>();
  responses.set(status, allowsBody(status) ? mainContent(schemas, route, responseClass) : new Map());
  addDeclared(schemas, declaredOf(route.responses), responseClass, responses);
  return [...responses].map(([code, content]) => ({ status: code, content: [...content.values()] }));
}

/** By media type. */
type Content = Map<string, MediaType>;

function statusOf(route: ServedRoute, responseClass: ResponseClass): string {
  const given = argument(route.entry.arguments, null, "status_code");
  if (given === null) return responseClass.defaultStatus;
  const value = given.value();
  if (isNone(value)) return responseClass.defaultStatus;
  return statusText(value) ?? (given.origin === null ? "<unknown>" : `<${unparse(given.origin.expression)}>`);
}

function statusText(value: Value): string | null {
  const plain = value.kind === "enum-member" ? value.value : value;
  if (plain.kind !== "constant" || plain.value === null || typeof plain.value === "boolean") return null;
  return String(plain.value);
}

/** `is_body_allowed_for_status_code`. */
function allowsBody(status: string): boolean {
  const code = Number(status);
  return Number.isNaN(code) || !(code < 200 || code === 204 || code === 205 || code === 304);
}

function mainContent(schemas: Schemas, route: ServedRoute, responseClass: ResponseClass): Content {
  const { type, stream } = responseModel(schemas, route, responseClass);
  const schema = type === null ? {} : schemaOf(schemas, type, "serialization");
  if (stream !== null) return new Map([[stream, { mediaType: stream, schema, streamed: true }]]);
  const { mediaType, isJson } = responseClass;
  if (mediaType === null) return new Map();
  return new Map([[mediaType, { mediaType, schema: isJson ? schema : { type: "string" } }]]);
}

interface ResponseModel {
  readonly type: PythonType | null;
  /** The media type of a generator's items, or null. */
  readonly stream: string | null;
}

/** `_populate_api_route_state`: an explicit `response_model`, even `None`, comes before the return annotation. */
function responseModel(schemas: Schemas, route: ServedRoute, responseClass: ResponseClass): ResponseModel {
  const { handler } = route.entry;
  const isStream = handler.kind === "function" && isGenerator(handler.node);
  const streamed = responseClass.isEventStream ? "text/event-stream" : "application/jsonl";
  const stream = isStream && (responseClass.isEventStream || route.responseClass === null) ? streamed : null;
  const explicit = argumentValue(route.entry.arguments, null, "response_model");
  if (explicit !== null && !isDefaultPlaceholder(explicit)) {
    return { type: isNone(explicit) ? null : typeOfValue(schemas.evaluator, explicit), stream };
  }
  const returned = returnType(schemas, handler);
  if (returned === null || isResponse(returned)) return { type: null, stream };
  const plain = bare(returned);
  if (plain.kind === "stream" && isStream) {
    const isEvent = plain.item.kind === "opaque" && plain.item.text === "fastapi.ServerSentEvent";
    return { type: stream === null || isEvent ? null : plain.item, stream };
  }
  return { type: plain.kind === "none" ? null : returned, stream };
}

function isDefaultPlaceholder(value: Value): boolean {
  return value.kind === "external-call" && /(?:^|\.)Default$/.test(value.name);
}

function returnType(schemas: Schemas, endpoint: Value): PythonType | null {
  const handler =
    endpoint.kind === "instance"
      ? (attributeOf(schemas.evaluator, endpoint, "__call__") ?? endpoint)
      : endpoint;
  if (handler.kind !== "function" || handler.node.kind !== "function" || handler.node.returns === null)
    return null;
  return readType(schemas.evaluator, handler.node.returns, handler.scope);
}

function isResponse(type: PythonType): boolean {
  const plain = bare(type);
  return plain.kind === "framework" && plain.name.endsWith("Response");
}

/** `{**outer, **inner}`: of what is declared for a status the innermost counts as a whole. */
function declaredOf(layers: readonly Value[]): DictValue {
  const merged: DictValue = { kind: "dict", entries: [], open: false };
  for (const layer of layers) mergeInto(merged, layer);
  return merged;
}

/** Merges what is declared over what is there already, as `deep_dict_update` does. */
function addDeclared(
  schemas: Schemas,
  declared: DictValue,
  responseClass: ResponseClass,
  responses: Map<string, Content>,
): void {
  for (const { key, value } of declared.entries) {
    const code = statusText(key)?.toUpperCase();
    if (code === undefined) continue;
    const status = code === "DEFAULT" ? "default" : code;
    const content = responses.get(status) ?? new Map<string, MediaType>();
    responses.set(status, content);
    if (value.kind !== "dict") continue;
    const model = entryOf(value, constant("model"))?.value;
    for (const [mediaType, schema] of writtenContent(value)) {
      content.set(mediaType, { mediaType, schema: { ...content.get(mediaType)?.schema, ...schema } });
    }
    if (model === undefined || isNone(model)) continue;
    const schema = schemaOf(schemas, typeOfValue(schemas.evaluator, model), "serialization");
    const mediaType = responseClass.mediaType ?? "application/json";
    content.set(mediaType, { mediaType, schema: { ...content.get(mediaType)?.schema, ...schema } });
  }
}

/** `"content": {"image/png": {"schema": {…}}}`. */
function writtenContent(response: Extract<Value, { kind: "dict" }>): readonly (readonly [string, Schema])[] {
  const content = entryOf(response, constant("content"))?.value;
  if (content?.kind !== "dict") return [];
  return content.entries.flatMap(({ key, value }) => {
    const mediaType = textOf(key);
    if (mediaType === null) return [];
    const written = value.kind === "dict" ? entryOf(value, constant("schema"))?.value : undefined;
    const json = written === undefined ? {} : jsonOf(written);
    const schema: Schema = typeof json === "object" && json !== null && !Array.isArray(json) ? json : {};
    return [[mediaType, schema] as const];
  });
}
