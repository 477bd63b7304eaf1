import type {
  Component,
  Contract,
  Guard,
  MediaType,
  Operation,
  OperationParameter,
  OperationResponse,
  RequestBody,
  ResponseHeader,
  Schema,
} from "../contract.ts";
import type { Location, Unresolved } from "../location.ts";
import type { DocumentLines } from "./document-lines.ts";
import { readSecurity } from "./read-security.ts";
import { normaliseSchema, type SchemaReading } from "./normalise-schema.ts";
import {
  atPointer,
  entries,
  isList,
  isObject,
  parseDocument,
  strings,
  type Json,
  type JsonObject,
} from "./parse-document.ts";

/** Cheap test for a text that is worth reading as an OpenAPI 3 document, in JSON or YAML. */
export function isOpenApiDocument(text: string): boolean {
  return /"openapi"\s{0,20}:\s{0,20}"3\.|^openapi\s{0,20}:\s{0,20}["']?3\./m.test(text);
}

export interface DocumentOptions {
  /** Tells where things stand; without it, everything stands on the first line. */
  readonly lines?: DocumentLines;
  /** Put the security of the whole document on operations that declare none of their own, as it holds for them. */
  readonly inheritSecurity?: boolean;
  /** Put in front of the names of components, as FastAPI does for models of the same name: `app__User`. */
  readonly namespace?: string;
}

/**
 * The contract that an OpenAPI 3.0 or 3.1 document declares (specification sections 4.7.1 to 4.8.24). Only references
 * within the document are followed. `path` names the document in locations. What is no such document is answered with
 * one sentence.
 */
export function readOpenApiDocument(
  text: string,
  path: string,
  options: DocumentOptions = {},
): { readonly contract: Contract } | { readonly error: string } {
  const parsed = parseDocument(text);
  if ("error" in parsed) return parsed;
  const root = parsed.value;
  if (!isObject(root)) return { error: "It is not an OpenAPI document: its root is not an object." };
  if (typeof root["swagger"] === "string") {
    return { error: `It is a Swagger ${root["swagger"]} document; OpenAPI 3.0 and 3.1 can be read.` };
  }
  const version = root["openapi"];
  if (!/^3\.[0-9]/.test(typeof version === "string" ? version : "")) {
    return { error: "It is not an OpenAPI document: it has no field `openapi` with a version 3." };
  }
  return { contract: new DocumentReader(root, path, options).read() };
}

const methods = ["get", "put", "post", "delete", "options", "head", "patch", "trace"] as const;

class DocumentReader {
  readonly #root: JsonObject;
  readonly #where: Location;
  /** The operation that is being read. */
  #place: Location;
  readonly #inherited: Json | undefined;
  readonly #prefix: string;
  readonly #lines: DocumentLines;
  readonly #components = new Map<string, Component>();
  readonly #unresolved = new Map<string, Unresolved>();
  readonly #reading: SchemaReading = {
    referenceTo: (reference) => this.#referenceTo(reference),
    leftOut: (keyword) => this.#note(`\`${keyword}\` is not compared`),
  };

  constructor(
    root: JsonObject,
    path: string,
    { inheritSecurity = false, namespace = "", lines = () => null }: DocumentOptions,
  ) {
    this.#lines = lines;
    this.#prefix = namespace === "" ? "" : `${namespace}__`;
    this.#root = root;
    this.#inherited = inheritSecurity ? root["security"] : undefined;
    this.#where = { path, line: 1, endLine: 1 };
    this.#place = this.#where;
  }

  read(): Contract {
    const schemas = isObject(this.#root["components"]) ? this.#root["components"]["schemas"] : undefined;
    for (const [name, schema] of entries(schemas)) this.#addComponent(this.#prefix + name, schema);
    const operations = [
      ...entries(this.#root["paths"]).flatMap(([path, item]) => this.#pathItem(path, item)),
      ...entries(this.#root["webhooks"]).flatMap(([name, item]) => this.#pathItem(`webhook:${name}`, item)),
    ];
    return {
      operations,
      components: this.#components,
      unresolved: [...this.#unresolved.values()],
      security: readSecurity(this.#root),
    };
  }

  #pathItem(path: string, json: Json): readonly Operation[] {
    const item = this.#resolve(json);
    if (!isObject(item)) return [];
    return methods.flatMap((method) => {
      const operation = item[method];
      return isObject(operation) ? [this.#operation(path, method.toUpperCase(), operation, item)] : [];
    });
  }

  #operation(path: string, method: string, json: JsonObject, item: JsonObject): Operation {
    const [root, name] = path.startsWith("webhook:")
      ? ["webhooks", path.slice("webhook:".length)]
      : ["paths", path];
    this.#place = this.#locate(root, name, method.toLowerCase()) ?? this.#where;
    const text = (key: string) => (typeof json[key] === "string" ? json[key] : null);
    return {
      key: `${method} ${path.replace(/\{[^{}]*\}/g, "{}")}`,
      protocol: "http",
      method,
      path,
      application: this.#where.path,
      handler: { path: this.#where.path, name: text("operationId") ?? "", async: false, where: this.#place },
      operationId: text("operationId"),
      tags: strings(json["tags"]),
      deprecated: json["deprecated"] === true,
      ...sunsetOf(json),
      unstable: json["x-stability-level"] === "draft" || json["x-stability-level"] === "alpha",
      includedInSchema: true,
      parameters: this.#parameters(json["parameters"], item["parameters"]),
      body: this.#body(json["requestBody"]),
      responses: this.#responses(json["responses"]),
      guards: this.#guards(json["security"] ?? this.#inherited),
      where: this.#place,
      confidence: "high",
    };
  }

  /** Parameters of the path hold for each of its operations, unless the operation has one of the same name. */
  #parameters(own: Json | undefined, shared: Json | undefined): readonly OperationParameter[] {
    const byKey = new Map<string, OperationParameter>();
    for (const json of [...(isList(shared) ? shared : []), ...(isList(own) ? own : [])]) {
      const parameter = this.#parameter(json);
      if (parameter !== null) byKey.set(`${parameter.in} ${parameter.name}`, parameter);
    }
    return [...byKey.values()];
  }

  #parameter(json: Json): OperationParameter | null {
    const parameter = this.#resolve(json);
    if (!isObject(parameter) || typeof parameter["name"] !== "string") return null;
    const place = parameter["in"];
    if (place !== "path" && place !== "query" && place !== "header" && place !== "cookie") return null;
    const content = entries(parameter["content"])[0]?.[1];
    return {
      name: parameter["name"],
      in: place,
      required: parameter["required"] === true,
      schema: this.#schema(parameter["schema"] ?? (isObject(content) ? content["schema"] : undefined)),
      deprecated: parameter["deprecated"] === true,
      ...sunsetOf(parameter),
      where: this.#place,
    };
  }

  #body(json: Json | undefined): RequestBody | null {
    const body = this.#resolve(json);
    if (!isObject(body)) return null;
    return {
      required: body["required"] === true,
      content: this.#content(body["content"]),
      unvalidated: null,
      where: this.#place,
    };
  }

  #responses(json: Json | undefined): readonly OperationResponse[] {
    return entries(json).flatMap(([status, value]) => {
      const response = this.#resolve(value);
      if (!isObject(response) || isAutomatic(status, response)) return [];
      return [
        {
          status,
          content: this.#content(response["content"]),
          headers: this.#headers(response["headers"]),
        },
      ];
    });
  }

  /** Names of headers mean the same in any case (RFC 9110, 5.1); `Content-Type` is said by the media types. */
  #headers(json: Json | undefined): ReadonlyMap<string, ResponseHeader> {
    const headers = entries(json).flatMap(([name, value]) => {
      const header = this.#resolve(value);
      if (!isObject(header) || name.toLowerCase() === "content-type") return [];
      const schema = this.#schema(header["schema"]);
      return [[name.toLowerCase(), { required: header["required"] === true, schema }] as const];
    });
    return new Map(headers);
  }

  #content(json: Json | undefined): readonly MediaType[] {
    return entries(json).map(([mediaType, value]) => {
      const schema = isObject(value) ? value["schema"] : undefined;
      return { mediaType, schema: this.#schema(schema), undeclared: schema === undefined };
    });
  }

  /** One guard for each alternative; an alternative of several schemes needs all of them. */
  #guards(json: Json | undefined): readonly Guard[] {
    if (!isList(json)) return [];
    return json.flatMap((alternative) => {
      const schemes = entries(alternative);
      if (schemes.length === 0) return [];
      const scopes = schemes.flatMap(([, list]) => strings(list));
      const name = schemes.map(([scheme]) => scheme).join(" and ");
      return [{ name, because: "security-scheme" as const, scopes, where: this.#place }];
    });
  }

  #schema(json: Json | undefined): Schema {
    return normaliseSchema(json, this.#reading);
  }

  #addComponent(name: string, json: Json): void {
    if (this.#components.has(name)) return;
    const place = ["components", "schemas", name.slice(this.#prefix.length)];
    const fields = entries(isObject(json) ? json["properties"] : undefined).flatMap(([field]) => {
      const where = this.#locate(...place, "properties", field);
      return where === null ? [] : [[field, where] as const];
    });
    const component = { name, where: this.#locate(...place), fields: new Map(fields) };
    // Known before it is read, so that a model that refers to itself ends.
    this.#components.set(name, { ...component, schema: {} });
    this.#components.set(name, { ...component, schema: this.#schema(json) });
  }

  /** A reference to a part of the document that is no component becomes a component under its pointer. */
  #referenceTo(reference: string): string | null {
    const prefix = "#/components/schemas/";
    const own = reference.startsWith(prefix) ? reference.slice(prefix.length) : reference.slice(2);
    const name = this.#prefix + own;
    if (this.#components.has(name)) return name;
    const target = atPointer(this.#root, reference);
    if (!isObject(target)) {
      this.#note(`\`${reference}\` leads to no schema of this document`);
      return null;
    }
    this.#addComponent(name, target);
    return name;
  }

  /** Follows `$ref` of path items, parameters, bodies and responses. */
  #resolve(json: Json | undefined): Json | undefined {
    let current = json;
    for (let hops = 0; hops < 20 && isObject(current) && typeof current["$ref"] === "string"; hops += 1) {
      const reference: string = current["$ref"];
      current = atPointer(this.#root, reference);
      if (current === undefined) this.#note(`\`${reference}\` leads to no part of this document`);
    }
    return current;
  }

  #locate(...keys: readonly string[]): Location | null {
    const line = this.#lines(...keys);
    return line === null ? null : { path: this.#where.path, line, endLine: line };
  }

  #note(what: string): void {
    this.#unresolved.set(what, { where: this.#where, what });
  }
}

/** FastAPI adds a 422 to every operation that reads anything; it appears and goes with the first parameter. */
function isAutomatic(status: string, response: JsonObject): boolean {
  if (status !== "422") return false;
  return entries(response["content"]).some(
    ([, content]) =>
      isObject(content) &&
      isObject(content["schema"]) &&
      content["schema"]["$ref"] === "#/components/schemas/HTTPValidationError",
  );
}

/** `x-sunset` as oasdiff reads it: a date, kept as text. */
function sunsetOf(json: JsonObject): { readonly sunset?: string } {
  const sunset = json["x-sunset"];
  return typeof sunset === "string" ? { sunset } : {};
}
