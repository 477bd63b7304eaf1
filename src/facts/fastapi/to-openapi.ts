import { decimalStart } from "../pydantic/library-types.ts";
import type {
  Application,
  Contract,
  MediaType,
  Operation,
  OperationParameter,
  Schema,
  SecurityDefinition,
} from "../contract.ts";
import { isRecord } from "../../text/record.ts";

/** An OpenAPI 3.1 document, as FastAPI's `app.openapi()` would write it, without texts of operations and schemas. */
export interface OpenApiDocument {
  readonly openapi: "3.1.0";
  readonly info: Application["information"];
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components?: {
    readonly schemas?: Readonly<Record<string, unknown>>;
    readonly securitySchemes?: Readonly<Record<string, SecurityDefinition>>;
  };
}

/**
 * Prints what one application of a contract serves; null stands for routers that no application includes. Hidden
 * operations and websockets are no part of a document; opaque types are marked `x-opaque`.
 */
export function toOpenApi(contract: Contract, application: string | null): OpenApiDocument {
  const paths = new Map<string, Map<string, unknown>>();
  const schemes = new Map<string, SecurityDefinition>();
  for (const operation of contract.operations) {
    if (operation.application !== application) continue;
    if (!operation.includedInSchema || operation.protocol !== "http") continue;
    const path = operation.path.slice(operation.mounted?.length ?? 0);
    const methods = paths.get(path) ?? new Map<string, unknown>();
    paths.set(path, methods);
    methods.set(operation.method.toLowerCase(), operationObject(operation));
    for (const { scheme, definition } of operation.security ?? []) schemes.set(scheme, definition);
  }
  const schemas = usedSchemas(contract, [...paths.values()]);
  const described = contract.applications?.find(({ name }) => name === application);
  const components = {
    ...(schemas.length === 0 ? {} : { schemas: Object.fromEntries(schemas) }),
    ...(schemes.size === 0 ? {} : { securitySchemes: Object.fromEntries(schemes) }),
  };
  return {
    openapi: "3.1.0",
    info: described?.information ?? { title: "FastAPI", version: "0.1.0" },
    paths: Object.fromEntries([...paths].map(([path, methods]) => [path, Object.fromEntries(methods)])),
    ...(Object.keys(components).length === 0 ? {} : { components }),
    ...described?.further,
  };
}

function operationObject(operation: Operation): Record<string, unknown> {
  const { operationId, tags, parameters, body, responses, security = [] } = operation;
  return {
    ...(tags.length === 0 ? {} : { tags }),
    ...(operationId === null ? {} : { operationId }),
    ...(operation.deprecated ? { deprecated: true } : {}),
    ...(security.length === 0
      ? {}
      : { security: security.map(({ scheme, scopes }) => ({ [scheme]: scopes })) }),
    ...(parameters.length === 0 ? {} : { parameters: parameters.map(parameterObject) }),
    ...(body === null || body.content.length === 0
      ? {}
      : {
          requestBody: { ...(body.required ? { required: true } : {}), content: contentObject(body.content) },
        }),
    responses: Object.fromEntries(
      responses.map(({ status, content }) => [
        status,
        { description: "", ...(content.length === 0 ? {} : { content: contentObject(content) }) },
      ]),
    ),
  };
}

function parameterObject(parameter: OperationParameter): Record<string, unknown> {
  const { name, required, schema } = parameter;
  return {
    name,
    in: parameter.in,
    required,
    schema: schemaObject(schema),
    ...(parameter.deprecated ? { deprecated: true } : {}),
  };
}

/** A stream lists the schema of its items; those of server-sent events stand in the `data` of an event. */
function contentObject(content: readonly MediaType[]): Record<string, unknown> {
  return Object.fromEntries(
    content.map(({ mediaType, schema, streamed }) => {
      if (streamed !== true) return [mediaType, { schema: schemaObject(schema) }];
      const isEvent = mediaType === "text/event-stream";
      return [mediaType, { itemSchema: isEvent ? eventObject(schema) : schemaObject(schema) }];
    }),
  );
}

/** `_SSE_EVENT_SCHEMA` of `fastapi/sse.py`. */
function eventObject(schema: Schema): Record<string, unknown> {
  const isFree = Object.keys(schema).length === 0;
  const data = { type: "string", contentMediaType: "application/json", contentSchema: schemaObject(schema) };
  return {
    type: "object",
    properties: {
      data: isFree ? { type: "string" } : data,
      event: { type: "string" },
      id: { type: "string" },
      retry: { type: "integer", minimum: 0 },
    },
    ...(isFree ? {} : { required: ["data"] }),
  };
}

/** `opaque` is a word of ours. */
function schemaObject(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(schemaObject);
  if (!isRecord(schema)) return schema;
  return Object.fromEntries(
    Object.entries(schema).flatMap(([key, value]): (readonly [string, unknown])[] => {
      if (key === "pattern" && isDecimalPattern(value)) return [];
      return [schemaMember(key, value)];
    }),
  );
}

/** FastAPI's document says nothing of the digits of a decimal. */
function isDecimalPattern(pattern: unknown): boolean {
  return typeof pattern === "string" && pattern.startsWith(decimalStart);
}

function schemaMember(key: string, value: unknown): readonly [string, unknown] {
  if (key === "opaque") return ["x-opaque", value];
  if (key === "default" || key === "enum" || key === "const") return [key, value];
  if (key === "properties" && isRecord(value)) {
    const properties = Object.entries(value).map(([name, inner]) => [name, schemaObject(inner)]);
    return [key, Object.fromEntries(properties)];
  }
  return [key, schemaObject(value)];
}

/** Components that the printed operations reach, in order of their names. */
function usedSchemas(
  contract: Contract,
  roots: readonly Map<string, unknown>[],
): (readonly [string, unknown])[] {
  const used = new Map<string, Schema>();
  const pending: unknown[] = roots.flatMap((methods) => [...methods.values()]);
  while (pending.length > 0) {
    const node = pending.pop();
    if (Array.isArray(node)) pending.push(...node);
    if (!isRecord(node)) continue;
    for (const value of Object.values(node)) pending.push(value);
    const name = typeof node["$ref"] === "string" ? node["$ref"].slice("#/components/schemas/".length) : "";
    const component = contract.components.get(name);
    if (component === undefined || used.has(name)) continue;
    used.set(name, component.schema);
    pending.push(component.schema);
  }
  return [...used]
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, schema]) => [name, schemaObject(schema)] as const);
}
