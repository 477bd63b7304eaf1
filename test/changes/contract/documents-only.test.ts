import { describe, expect, test } from "vitest";

import { diffContracts } from "../../../src/changes/contract.ts";
import { body, contractOf, json } from "../../support/documents.ts";

function contract(schema: unknown, further: object = {}) {
  return contractOf({
    paths: { "/a": { post: { requestBody: body(schema), responses: { 200: json(schema) }, ...further } } },
  });
}

function changes(before: unknown, after: unknown): readonly string[] {
  return diffContracts(contract(before), contract(after)).map(({ id, level }) => `${level} ${id}`);
}

describe("keywords that only hand-written documents have", () => {
  test.each([
    ["contains", { contains: { type: "string" } }],
    ["if", { if: { required: ["a"] } }],
    ["dependent-schema", { dependentSchemas: { a: { required: ["b"] } } }],
    ["dependent-required", { dependentRequired: { a: ["b"] } }],
    ["pattern-property", { patternProperties: { "^x-": { type: "string" } } }],
    ["unevaluated-properties", { unevaluatedProperties: false }],
    ["content-schema", { contentSchema: { type: "object" } }],
  ])("%s restricts what is sent and promises what is read", (name, keyword) => {
    const free = { type: "object" };
    const restricted = { ...free, ...keyword };
    expect(changes(free, restricted)).toEqual([
      `ERR request-body-${name}-added`,
      `INFO response-body-${name}-added`,
    ]);
    expect(changes(restricted, free)).toEqual([
      `INFO request-body-${name}-removed`,
      `ERR response-body-${name}-removed`,
    ]);
    expect(changes(restricted, restricted)).toEqual([]);
  });

  test("how many items have to fit", () => {
    const list = (limits: object) => ({ type: "array", contains: { type: "string" }, ...limits });
    // Without a number, one item has to fit.
    expect(changes(list({}), list({ minContains: 1 }))).toEqual([]);
    expect(changes(list({}), list({ minContains: 2, maxContains: 5 }))).toEqual([
      "ERR request-body-max-contains-decreased",
      "ERR request-body-min-contains-increased",
      "INFO response-body-max-contains-decreased",
      "INFO response-body-min-contains-increased",
    ]);
  });

  test("the order of names means nothing, other names do", () => {
    const needs = (...names: readonly string[]) => ({ type: "object", dependentRequired: { a: names } });
    expect(changes(needs("b", "c"), needs("c", "b"))).toEqual([]);
    expect(changes(needs("b"), needs("c"))).toEqual([
      "ERR request-body-dependent-required-changed",
      "ERR response-body-dependent-required-changed",
    ]);
  });

  test("schemas inside them are compared", () => {
    const otherwise = (schema: unknown) => ({ type: "object", else: schema });
    const type = (name: string) => otherwise({ type: "object", properties: { a: { type: name } } });
    expect(changes(type("string"), type("integer"))).toEqual([
      "ERR request-property-type-changed",
      "ERR response-property-type-changed",
    ]);
  });
});

describe("headers of responses", () => {
  const header = (required: boolean, type = "integer") => ({ "X-Total": { required, schema: { type } } });
  const answers = (headers: unknown) =>
    contractOf({ paths: { "/a": { get: { responses: { 200: { description: "", headers } } } } } });
  const headerChanges = (before: unknown, after: unknown) =>
    diffContracts(answers(before), answers(after)).map(({ id, level }) => `${level} ${id}`);

  test.each([
    [header(true), {}, "ERR required-response-header-removed"],
    [header(false), {}, "WARN optional-response-header-removed"],
    [{}, header(true), "INFO response-header-added"],
    [header(true), header(false), "ERR response-header-became-optional"],
    [header(true), header(true, "string"), "ERR response-header-type-changed"],
  ])("%j → %j", (before, after, expected) => {
    expect(headerChanges(before, after)).toEqual([expected]);
  });

  test("names mean the same in any case", () => {
    expect(headerChanges({ "X-Total": { schema: {} } }, { "x-total": { schema: {} } })).toEqual([]);
  });
});

describe("sunset dates", () => {
  const operation = (further: object) => contract({ type: "string" }, further);
  const dated = (sunset: string) => operation({ deprecated: true, "x-sunset": sunset });
  const ids = (before: ReturnType<typeof contract>, after: ReturnType<typeof contract>) =>
    diffContracts(before, after).map(({ id }) => id);

  test("the date that goes or cannot be read", () => {
    expect(ids(operation({}), dated("2027-01-31"))).toEqual(["endpoint-deprecated-with-sunset"]);
    expect(ids(dated("2027-01-31"), operation({ deprecated: true }))).toEqual(["sunset-deleted"]);
    expect(ids(dated("2027-01-31"), dated("soon"))).toEqual(["api-path-sunset-parse"]);
    expect(ids(dated("2027-01-31"), dated("2027-06-30"))).toEqual([]);
    expect(ids(dated("2027-01-31"), operation({}))).toEqual(["endpoint-reactivated"]);
  });
});
