import type { Confidence, Location, Unresolved } from "./location.ts";

/**
 * The HTTP contract of a repository's applications, in the terms of OpenAPI 3.1, plus what OpenAPI cannot say:
 * where each fact comes from, which guards protect an operation, and what stayed opaque.
 * Made from source by `facts/fastapi`, or from a document by `facts/openapi`.
 */
export interface Contract {
  readonly operations: readonly Operation[];
  /** Component schemas by name. A `$ref` is `#/components/schemas/<name>`. */
  readonly components: ReadonlyMap<string, Component>;
  readonly unresolved: readonly Unresolved[];
  /** What a document declares beside its operations; contracts from source have the guards of each operation. */
  readonly security?: DeclaredSecurity;
  /** Applications of the source that serve an operation; contracts of documents have none. */
  readonly applications?: readonly Application[];
}

/** What the document of an application says beside its operations, in the words of OpenAPI. */
export interface Application {
  /** `path/of/module.py:app`. */
  readonly name: string;
  /** `info`: title and version, and what else is literal. What is not known stands as `<source text>`. */
  readonly information: { readonly title: string; readonly version: string };
  /** `servers`, `tags` and `externalDocs` where they are literal. */
  readonly further: Readonly<Record<string, unknown>>;
}

/** A security scheme of the source as `components.securitySchemes` describes it. */
export interface SecurityDefinition {
  readonly type: string;
  readonly description?: string;
  readonly scheme?: string;
  readonly bearerFormat?: string;
  readonly in?: string;
  readonly name?: string;
  readonly openIdConnectUrl?: string;
  /** By the name of the flow: `password`, `authorizationCode` … */
  readonly flows?: Readonly<Record<string, OAuthFlow>>;
}

export interface OAuthFlow {
  readonly authorizationUrl?: string;
  readonly tokenUrl?: string;
  readonly refreshUrl?: string;
  /** Scope → description. */
  readonly scopes: Readonly<Record<string, string>>;
}

/** A security scheme that an operation asks for. */
export interface SecurityRequirement {
  readonly scheme: string;
  readonly scopes: readonly string[];
  readonly definition: SecurityDefinition;
}

export interface DeclaredSecurity {
  /** What operations need that declare nothing of their own: scheme → scopes. */
  readonly requirements: ReadonlyMap<string, readonly string[]>;
  readonly schemes: ReadonlyMap<string, SecurityScheme>;
}

export interface SecurityScheme {
  readonly type: string;
  readonly authorizationUrl: string | null;
  readonly tokenUrl: string | null;
  /** Scope → description. */
  readonly scopes: ReadonlyMap<string, string>;
}

export interface Component {
  readonly name: string;
  readonly schema: Schema;
  /** Where the model is defined; null for a schema that came from a document or a library. */
  readonly where: Location | null;
  /** Where each property is defined (an inherited one in its base class). */
  readonly fields: ReadonlyMap<string, Location>;
  /** A `TypedDict`: what is not required may be missing from what is served. Models always send what has a default. */
  readonly omits?: boolean;
  /** Functions that Pydantic calls for each value, which can refuse what the schema allows; inherited ones too. */
  readonly validators?: readonly Validator[];
  /** Property → further names under which a request may send it: `AliasChoices`, the field's own name beside an alias. */
  readonly furtherNames?: ReadonlyMap<string, readonly string[]>;
}

/** `@field_validator("email")`, `@model_validator(mode="after")` and their forerunners of Pydantic 1. */
export interface Validator {
  /** Fields that it looks at, sorted; empty: the whole model. */
  readonly fields: readonly string[];
  /** `before` sees the value before Pydantic does, and is often there to accept more. */
  readonly mode: "before" | "after" | "wrap" | "plain";
  readonly where: Location;
}

export interface Operation {
  /** `GET /users/{}`: method and full path, parameters by position. The key when two contracts are compared. */
  readonly key: string;
  readonly protocol: "http" | "websocket";
  /** Upper case; `WEBSOCKET` for a websocket. */
  readonly method: string;
  /** Full path as served: `/users/{user_id}`. */
  readonly path: string;
  /** `path/of/module.py:app` of the application that serves it; null for a router that no application includes. */
  readonly application: string | null;
  /** Modules that add something to it: those of its routers, of what includes them, and of the application. */
  readonly wiring?: readonly string[];
  readonly handler: Handler;
  readonly operationId: string | null;
  readonly tags: readonly string[];
  readonly deprecated: boolean;
  /** `x-sunset` of a document as it stands there: until when a deprecated operation is promised to answer. */
  readonly sunset?: string;
  /** `x-stability-level: draft` or `alpha` of a document: an operation that promises nothing yet. */
  readonly unstable?: boolean;
  readonly includedInSchema: boolean;
  readonly parameters: readonly OperationParameter[];
  readonly body: RequestBody | null;
  readonly responses: readonly OperationResponse[];
  readonly guards: readonly Guard[];
  /**
   * Of an operation without guards beside guarded ones of the same module: whether its handler, or what that calls,
   * raises 401 or 403. Absent where nobody would ask.
   */
  readonly refusesItself?: boolean;
  /** FastAPI security schemes in the dependency tree, as `security` of the document lists them. */
  readonly security?: readonly SecurityRequirement[];
  /**
   * `response_model_…` arguments that differ from FastAPI's defaults, as source text: `response_model_exclude_none` →
   * `True`. They say what of the response is sent, which no document shows. Absent for operations of documents.
   */
  readonly serialization?: ReadonlyMap<string, string>;
  /** The path with the convertors of its parameters, where it has any: `/users/{user_id:int}`. */
  readonly pathWithConvertors?: string;
  /** Where its application is mounted in another one: a part of `path` that the application's own document lacks. */
  readonly mounted?: string;
  readonly where: Location;
  /** high: path and method are certain. Opaque parts lower the confidence of findings about them, not the operation's. */
  readonly confidence: Confidence;
}

export interface Handler {
  /** Module path and qualified name, such as `list_users` or `UserController.list`. */
  readonly path: string;
  readonly name: string;
  readonly async: boolean;
  readonly where: Location;
}

export interface OperationParameter {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required: boolean;
  readonly schema: Schema;
  readonly deprecated: boolean;
  readonly sunset?: string;
  readonly where: Location;
  /** Where its declaration stands when several parameters share it: `TenantId = Annotated[str, Header()]`. */
  readonly declared?: Location;
}

export interface RequestBody {
  readonly required: boolean;
  readonly content: readonly MediaType[];
  /** The engine could tell that no Pydantic model validates it (`dict`, `Any`, `await request.json()`). */
  readonly unvalidated: string | null;
  readonly where: Location;
}

export interface OperationResponse {
  /** `200`, `404`, `default`. The automatic 422 is not listed. */
  readonly status: string;
  readonly content: readonly MediaType[];
  /** Headers that a document declares, in lower case; contracts from source have none. */
  readonly headers?: ReadonlyMap<string, ResponseHeader>;
}

export interface ResponseHeader {
  readonly required: boolean;
  readonly schema: Schema;
}

export interface MediaType {
  readonly mediaType: string;
  readonly schema: Schema;
  /** A generator serves it item by item: `schema` is that of one item. */
  readonly streamed?: boolean;
  /** A document names the media type without a schema, which FastAPI never does: `schema` is `{}`. */
  readonly undeclared?: boolean;
}

/** A dependency that can refuse a request. */
export interface Guard {
  /** Qualified name of the dependency as resolved: `app.api.deps.get_current_user`, or `RoleChecker(["admin"])` with its arguments. */
  readonly name: string;
  /** What makes it a guard, strongest first: a security scheme of FastAPI, a 401/403 that it raises, its configured name, its name alone. */
  readonly because: "security-scheme" | "raises" | "configured" | "name";
  readonly scopes: readonly string[];
  /** Where it is attached: parameter of the handler, decorator, router or include. */
  readonly where: Location;
}

/**
 * A JSON Schema (2020-12) as OpenAPI 3.1 writes it, restricted to what FastAPI and Pydantic produce.
 * `opaque` is ours: the normalised source text of a type that could not be resolved; compared by equality.
 */
export interface Schema {
  readonly $ref?: string;
  readonly opaque?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly items?: Schema;
  readonly prefixItems?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly discriminator?: {
    readonly propertyName: string;
    readonly mapping?: Readonly<Record<string, string>>;
  };
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly deprecated?: boolean;
  readonly readOnly?: boolean;
  readonly writeOnly?: boolean;
  readonly contentMediaType?: string;
  readonly further?: FurtherKeywords;
}

/** Keywords of JSON Schema that only hand-written documents have: FastAPI and Pydantic write none of them. */
export interface FurtherKeywords {
  /** Keywords that hold one schema each: `if`, `then`, `else`, `contains`, `contentSchema`, `unevaluatedItems` … */
  readonly schemas: ReadonlyMap<string, Schema>;
  /** Keywords that hold schemas by name: `patternProperties`, `dependentSchemas`. */
  readonly named: ReadonlyMap<string, ReadonlyMap<string, Schema>>;
  readonly dependentRequired: ReadonlyMap<string, readonly string[]>;
  readonly minContains: number | null;
  readonly maxContains: number | null;
  readonly contentEncoding: string | null;
}
