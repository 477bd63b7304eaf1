import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Contract, Schema } from "../../../src/facts/contract.ts";
import { isOpenApiDocument, readOpenApiDocument } from "../../../src/facts/openapi/read-document.ts";
import { contractOf, json, object, ref } from "../../support/documents.ts";

function read(text: string): Contract {
  const result = readOpenApiDocument(text, "openapi.yaml");
  if ("error" in result) throw new Error(result.error);
  return result.contract;
}

function error(text: string): string {
  const result = readOpenApiDocument(text, "openapi.yaml");
  return "error" in result ? result.error : "";
}

function property(schema: unknown, openapi = "3.1.0"): Schema | undefined {
  const contract = contractOf({ openapi, paths: {}, schemas: { A: object({ a: schema }) } });
  return contract.components.get("A")?.schema.properties?.["a"];
}

describe("documents", () => {
  test("YAML and JSON", () => {
    const contract = read(`
openapi: 3.1.0
paths:
  /users/{user_id}:
    parameters:
      - {name: user_id, in: path, required: true, schema: {type: integer}}
      - {name: trace, in: header, schema: {type: string}}
    get:
      operationId: read_user
      tags: [users]
      deprecated: true
      parameters:
        - {name: trace, in: header, required: true, schema: {type: string}}
        - $ref: "#/components/parameters/Limit"
      security: [{OAuth2: [users:read]}, {}]
      responses:
        200: {description: "", content: {application/json: {schema: {$ref: "#/components/schemas/User"}}}}
        422: {content: {application/json: {schema: {$ref: "#/components/schemas/HTTPValidationError"}}}}
components:
  parameters:
    Limit: {name: limit, in: query, schema: {type: integer}}
  schemas:
    User: {type: object}
    HTTPValidationError: {type: object}
`);
    expect(contract.operations).toHaveLength(1);
    expect(contract.operations[0]).toMatchObject({
      key: "GET /users/{}",
      path: "/users/{user_id}",
      operationId: "read_user",
      tags: ["users"],
      deprecated: true,
      parameters: [
        { name: "user_id", in: "path", required: true },
        { name: "trace", in: "header", required: true },
        { name: "limit", in: "query", required: false, schema: { type: "integer" } },
      ],
      guards: [{ name: "OAuth2", scopes: ["users:read"], because: "security-scheme" }],
      responses: [
        {
          status: "200",
          content: [{ mediaType: "application/json", schema: { $ref: "#/components/schemas/User" } }],
        },
      ],
    });
    expect(read(JSON.stringify({ openapi: "3.0.3", paths: {} })).operations).toEqual([]);
  });

  test.each([
    ["{", /^It is not valid JSON: /],
    ["a: [", /^It is not valid YAML: /],
    ["- 1", /its root is not an object/],
    ['{"swagger": "2.0"}', /Swagger 2\.0/],
    ["openapi: 4.0.0", /no field `openapi` with a version 3/],
    [`${'{"a":'.repeat(300)}1${"}".repeat(300)}`, /nested more than 200 levels/],
  ])("what is no document is a sentence: %s", (text, expected) => {
    expect(error(text)).toMatch(expected);
  });

  test.each([
    ["openapi: 3.1.0\npaths: {}", true],
    ["info: {}\nopenapi: '3.0.2'\n", true],
    ['{"paths": {}, "openapi" : "3.1.0"}', true],
    ['{"swagger": "2.0"}', false],
    ["name: ci\non: push\n", false],
  ])("the cheap test: %s", (text, expected) => {
    expect(isOpenApiDocument(text)).toBe(expected);
  });

  test("any text is answered", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const result = readOpenApiDocument(text, "x");
        expect("error" in result ? typeof result.error : typeof result.contract).toMatch(/string|object/);
      }),
    );
  });

  test("any value in the place of any part is read without a failure", () => {
    const parts = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: "small" },
        fc.jsonValue(),
        fc.dictionary(
          fc.constantFrom(
            "$ref",
            "get",
            "parameters",
            "schema",
            "content",
            "allOf",
            "items",
            "200",
            "__proto__",
          ),
          tie("node"),
        ),
      ),
    })).node;
    fc.assert(
      fc.property(parts, parts, (paths, schemas) => {
        const text = JSON.stringify({ openapi: "3.1.0", paths, components: { schemas } });
        expect(readOpenApiDocument(text, "x")).toHaveProperty("contract");
      }),
    );
  });
});

describe("references", () => {
  test("a reference into the document is kept as a component", () => {
    const contract = contractOf({
      paths: {
        "/a": { get: { responses: { 200: json({ $ref: "#/components/schemas/A/properties/b" }) } } },
      },
      schemas: { A: object({ b: { type: "string" } }) },
    });
    expect(
      contract.components.get("components/schemas/A/properties/b") ??
        contract.components.get("A/properties/b"),
    ).toMatchObject({
      schema: { type: "string" },
    });
  });

  test("what leads nowhere, or out of the document, is opaque and said", () => {
    const contract = contractOf({
      paths: { "/a": { get: { responses: { 200: json({ $ref: "https://example.com/a.json" }) } } } },
      schemas: { A: object({ b: ref("Missing") }) },
    });
    expect(contract.operations[0]?.responses[0]?.content[0]?.schema).toEqual({
      opaque: "https://example.com/a.json",
    });
    expect(contract.unresolved.map(({ what }) => what)).toEqual([
      "`#/components/schemas/Missing` leads to no schema of this document",
      "`https://example.com/a.json` leads to no schema of this document",
    ]);
  });

  test("models that refer to themselves end", () => {
    const contract = contractOf({
      paths: {},
      schemas: { Node: object({ next: ref("Node") }), Self: ref("Self") },
    });
    expect(contract.components.get("Node")?.schema.properties?.["next"]).toEqual(ref("Node"));
    expect(contract.components.get("Self")?.schema).toEqual(ref("Self"));
  });
});

describe("OpenAPI 3.0 in the terms of 3.1", () => {
  test.each([
    [{ type: "string", nullable: true }, { type: ["string", "null"] }],
    [{ ...ref("A"), nullable: true }, { anyOf: [ref("A"), { type: "null" }] }],
    [{ oneOf: [{ type: "string" }], nullable: true }, { oneOf: [{ type: "string" }, { type: "null" }] }],
    [
      { type: "integer", minimum: 1, exclusiveMinimum: true },
      { type: "integer", exclusiveMinimum: 1 },
    ],
    [
      { type: "integer", maximum: 9, exclusiveMaximum: false },
      { type: "integer", maximum: 9 },
    ],
  ])("%j → %j", (schema, expected) => {
    expect(property(schema, "3.0.3")).toEqual(expected);
  });

  test("keywords that no contract holds are said", () => {
    const contract = contractOf({ paths: {}, schemas: { A: { not: { type: "string" } } } });
    expect(contract.unresolved.map(({ what }) => what)).toEqual(["`not` is not compared"]);
  });
});
