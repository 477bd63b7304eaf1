import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { diffContracts } from "../../../src/changes/contract.ts";
import { catalogue } from "../../../src/changes/contract/catalogue.ts";
import type { Contract } from "../../../src/facts/contract.ts";
import { body, contractOf, json, object, ref } from "../../support/documents.ts";

type Place = "request" | "request property" | "response" | "response property" | "query parameter";

interface Case {
  readonly name: string;
  readonly before: unknown;
  readonly after: unknown;
  readonly ids: Readonly<Record<Place, readonly string[]>>;
}

const { cases }: { readonly cases: readonly Case[] } = JSON.parse(
  readFileSync(join(import.meta.dirname, "oasdiff-ids.json"), "utf8"),
);

/** Where oasdiff is not followed, and why. */
const apart: Readonly<Record<string, Readonly<Partial<Record<string, readonly string[]>>>>> = {
  // A response that is limited to fewer values has no new one.
  "string → enumeration": { "response property": [] },
  // Whoever sends one of the values still may; whoever reads them may meet any.
  "enumeration → string": {
    request: [],
    "request property": [],
    response: [],
    "response property": ["response-property-enum-value-added"],
    "query parameter": [],
  },
  // A constant is an enumeration of one (`Literal["a"]`, `Literal["a", "b"]`).
  "constant → enumeration": {
    request: [],
    "request property": ["request-property-enum-value-added"],
    response: [],
    "response property": ["response-property-enum-value-added"],
    "query parameter": ["request-parameter-enum-value-added"],
  },
  "constant comes": { "query parameter": ["request-parameter-became-enum"] },
  "constant changes": { "query parameter": ["request-parameter-enum-value-removed"] },
  // Pydantic writes `X | None` as a union with null.
  "X → X or null (anyOf)": {
    request: ["request-body-became-nullable"],
    "request property": ["request-property-became-nullable"],
    response: ["response-body-became-nullable"],
    "response property": ["response-property-became-nullable"],
    "query parameter": ["request-parameter-became-nullable"],
  },
  "X or null (anyOf) → X": {
    request: ["request-body-became-not-nullable"],
    "request property": ["request-property-became-not-nullable"],
    response: ["response-body-became-not-nullable"],
    "response property": ["response-property-became-not-nullable"],
    "query parameter": ["request-parameter-became-not-nullable"],
  },
  // oasdiff does not look at unions of parameters.
  "alternative comes": { "query parameter": ["request-parameter-type-generalized"] },
  "alternative goes": { "query parameter": ["request-parameter-type-changed"] },
  "discriminated alternative comes": { "query parameter": ["request-parameter-type-generalized"] },
};

describe.each(cases)("$name", ({ name, before, after, ids }) => {
  test.each(Object.entries(ids))("%s", (place, expected) => {
    const found = diffContracts(contract(place, before), contract(place, after)).map(({ id }) => id);
    const known = expected.filter((id) => catalogue.has(id));
    expect(found.filter((id) => !id.startsWith("fastapi-")).sort()).toEqual(apart[name]?.[place] ?? known);
  });
});

function contract(place: string, schema: unknown): Contract {
  const nothing = { 204: { description: "" } };
  const operation = {
    request: { requestBody: body(schema), responses: nothing },
    "request property": { requestBody: body(object({ "f?": schema })), responses: nothing },
    response: { responses: { 200: json(schema) } },
    "response property": { responses: { 200: json(object({ "f?": schema })) } },
    "query parameter": { parameters: [{ name: "q", in: "query", schema }], responses: nothing },
  }[place];
  return contractOf({
    paths: { "/a": { post: { operationId: "x", ...operation } } },
    schemas: {
      Cat: object({ "lives?": { type: "integer" } }),
      Dog: object({ "tricks?": { type: "integer" } }),
      Bird: object({ "wings?": { type: "integer" } }),
      Unused: ref("Cat"),
    },
  });
}
