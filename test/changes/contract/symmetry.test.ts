import * as fc from "fast-check";
import { expect, test } from "vitest";

import { diffContracts } from "../../../src/changes/contract.ts";
import { catalogue } from "../../../src/changes/contract/catalogue.ts";
import type { CatalogueEntry } from "../../../src/changes/contract/catalogue-entry.ts";
import { body, contractOf, json, object } from "../../support/documents.ts";

/** Endings that turn into each other when the two documents are swapped. */
const mirrors: readonly (readonly [string, string])[] = [
  ["added", "removed"],
  ["set", "unset"],
  ["increased", "decreased"],
  ["became-required", "became-optional"],
  ["became-nullable", "became-not-nullable"],
  ["type-generalized", "type-specialized"],
  ["list-of-types-widened", "list-of-types-narrowed"],
  ["deprecated", "reactivated"],
];

/** What an id looks like from the other side: without the words that say which way it went. */
function family(id: string): string {
  let text = id
    .replace(/^new-(?:required|optional)-request-/, "request-")
    .replace(/^response-(?:required|optional)-property-/, "response-property-")
    .replace(/^request-(parameter|property)-(?:added|removed)$/, "request-$1-existence");
  if (/^request-(?:property|parameter)(?:-with-default)?$/.test(text))
    text = `${text.replace("-with-default", "")}-existence`;
  text = text.replace("response-mediatype-enum-value", "response-body-enum-value");
  for (const [one, other] of mirrors)
    text = text.replace(new RegExp(`(?:${one}|${other})(?:-with-default)?$`), `${one}|${other}`);
  // A type that accepts more from one side accepts less from the other, and one that is neither is changed from both.
  return text.replace(
    /type-(?:changed|compatible|generalized\|type-specialized|type-generalized\|type-specialized)$/,
    "type",
  );
}

const scalar = fc.oneof(
  fc.constantFrom({ type: "string" }, { type: "integer" }, { type: "number" }, { type: "boolean" }),
  fc.constantFrom({ type: "string", format: "date-time" }, { type: "string", format: "uuid" }),
);
/** Schemas of which each differs from each in ways for which oasdiff has an id on both sides. */
const schema: fc.Arbitrary<unknown> = fc.oneof(
  scalar,
  scalar.map((inner) => ({ anyOf: [inner, { type: "null" }] })),
  scalar.map((items) => ({ type: "array", items })),
);
const model = fc
  .uniqueArray(fc.tuple(fc.constantFrom("a", "b", "c", "d?", "e?"), schema), { selector: ([name]) => name })
  .map((properties) => object(Object.fromEntries(properties)));

function contract(request: unknown, response: unknown) {
  return contractOf({
    paths: {
      "/a": { post: { operationId: "x", requestBody: body(request), responses: { 200: json(response) } } },
    },
  });
}

test("swapping the two documents gives the mirrored ids", () => {
  fc.assert(
    fc.property(model, model, model, model, (request, response, otherRequest, otherResponse) => {
      const [before, after] = [contract(request, response), contract(otherRequest, otherResponse)];
      const families = (old: typeof before, fresh: typeof before) =>
        diffContracts(old, fresh)
          .map(({ id }) => family(id))
          .sort();
      expect(families(before, after)).toEqual(families(after, before));
    }),
    { numRuns: 500 },
  );
});

test("what one side sends, the other reads: a model breaks requests where its mirror breaks responses", () => {
  fc.assert(
    fc.property(model, model, (old, fresh) => {
      const empty = object({});
      const breaks = (before: unknown, after: unknown, direction: "request" | "response") =>
        diffContracts(
          direction === "request" ? contract(before, empty) : contract(empty, before),
          direction === "request" ? contract(after, empty) : contract(empty, after),
        ).some(({ level, id }) => level === "ERR" && !id.endsWith("-removed"));
      // A property that is gone breaks readers only, one that is new and required senders only.
      const refused = breaks(old, fresh, "request");
      const surprised = breaks(fresh, old, "response");
      const onlyExistence = !sameNames(old, fresh);
      if (!onlyExistence) expect(refused).toBe(surprised);
    }),
    { numRuns: 500 },
  );
});

function sameNames(one: unknown, other: unknown): boolean {
  const names = (value: unknown) =>
    JSON.stringify(Object.keys((value as { properties: object }).properties).sort());
  return names(one) === names(other);
}

/** Breaks that have no twin in the other direction, and why. */
const waivers: readonly (readonly [RegExp, string])[] = [
  [/request-(?:.*-)?parameter|request-header-property/, "only requests have parameters"],
  [/response-header/, "headers of requests are parameters"],
  [/^new-required-request-property/, "its twin is a property that goes from a response"],
  [/^response-(?:required|optional)-property-removed$/, "its twin is a property that requests must have"],
  [
    /^request-body-(?:added-required|became-required|removed)$/,
    "a response has its status, with or without a body",
  ],
  [/^(?:request-body|response)-media-type-removed$/, "each other's twins under different names"],
  [/^response-(?:media-type-name-generalized|success-status-removed)$/, "only responses have it"],
  [
    /^request-(?:body|property)-became-enum$/,
    "a response that gets free of its values has new ones: enum-value-added",
  ],
  [
    /^request-(?:body|property)-(?:exclusive-)?(?:max|min)-set$/,
    "oasdiff has no id for a number's limit that a response loses",
  ],
  [
    /^fastapi-request-(?:max-items|multiple-of|unique-items)/,
    "oasdiff has no id for it, and a reader seldom relies on it",
  ],
  [
    /^fastapi-request-(?:extra-forbidden|property-refused|validator-added)$/,
    "only what is read is validated",
  ],
  [
    /^fastapi-response-(?:by-alias-changed|exclusion-added)$/,
    "arguments of routes that concern responses alone",
  ],
];

test("what breaks senders has a twin that breaks readers, or a reason why not", () => {
  const lone = [...catalogue.values()].filter(
    (entry) => entry.level !== "INFO" && entry.direction !== "none" && !hasTwin(entry),
  );
  expect(lone.filter(({ id }) => !waivers.some(([pattern]) => pattern.test(id))).map(({ id }) => id)).toEqual(
    [],
  );
  // A waiver that waives nothing is out of date.
  expect(waivers.filter(([pattern]) => !lone.some(({ id }) => pattern.test(id)))).toEqual([]);
});

function hasTwin({ id, direction }: CatalogueEntry): boolean {
  const swapped =
    direction === "request" ? id.replace("request-", "response-") : id.replace("response-", "request-");
  const twins = new Set([...catalogue.keys()].map(family));
  return twins.has(family(swapped));
}
