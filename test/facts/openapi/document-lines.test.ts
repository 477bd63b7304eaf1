import * as fc from "fast-check";
import { expect, test } from "vitest";
import { stringify } from "yaml";

import { linesOfDocument } from "../../../src/facts/openapi/document-lines.ts";

const document = {
  openapi: "3.1.0",
  paths: {
    "/users": {
      get: { parameters: [{ name: "get", in: "query" }], responses: {} },
      post: { responses: { "201": { description: "made" } } },
    },
    "/users/{id}": { get: { responses: {} } },
  },
  components: { schemas: { User: { type: "object", properties: { id: {}, get: {} } } } },
};

test.each([
  ["JSON", JSON.stringify(document, null, 2)],
  ["YAML", stringify(document)],
])("%s", (_, text) => {
  const lineOf = linesOfDocument(text);
  const line = (...keys: readonly string[]) => text.split("\n")[(lineOf(...keys) ?? 0) - 1]?.trim() ?? null;
  expect(line("paths", "/users", "post")).toMatch(/^"?post"?:/);
  expect(lineOf("paths", "/users", "post")).toBeLessThan(lineOf("paths", "/users/{id}", "get") ?? 0);
  expect(line("components", "schemas", "User", "properties", "get")).toMatch(/^"?get"?:/);
  expect(lineOf("paths", "/guests", "get")).toBeNull();
});

test("a document on one line has no lines to tell apart", () => {
  expect(linesOfDocument(JSON.stringify(document))("paths", "/users", "get")).toBeNull();
});

test("any text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(linesOfDocument(text)("a")).toSatisfy((line) => line === null || typeof line === "number");
    }),
  );
});
