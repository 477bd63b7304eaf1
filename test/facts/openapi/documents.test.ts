import { describe, expect, test } from "vitest";

import { rules } from "../../../src/rules/rules.ts";
import { runRules } from "../../../src/rules/run.ts";
import { contextOf, type Files } from "../../support/change.ts";

function document(type: string, security = ""): string {
  return `openapi: 3.0.3
info: {title: t, version: "1"}
${security}paths:
  /users:
    get:
      responses:
        "200":
          description: ""
          content:
            application/json:
              schema: {$ref: "#/components/schemas/User"}
components:
  schemas:
    User:
      type: object
      required: [id]
      properties:
        id: {type: ${type}}
`;
}

async function found(before: Files, after: Files): Promise<readonly string[]> {
  return runRules(rules, await contextOf(before, after)).map(
    ({ rule, subject, where }) => `${rule}: ${subject} (${where.path}:${where.line})`,
  );
}

const changed = "response-property-type-changed: User.id (response)";

describe("a repository whose contract is a document", () => {
  test("is judged from it", async () => {
    expect(
      await found({ "api/openapi.yaml": document("integer") }, { "api/openapi.yaml": document("string") }),
    ).toEqual([`${changed} (api/openapi.yaml:18)`]);
  });

  test("several documents may name different schemas alike", async () => {
    const before = {
      "a.yaml": document("integer"),
      "b.yaml": document("string").replace("/users", "/guests"),
    };
    const after = {
      "a.yaml": document("integer") + "# same\n",
      "b.yaml": document("boolean").replace("/users", "/guests"),
    };
    expect(await found(before, after)).toEqual([`${changed} (b.yaml:18)`]);
  });

  test("the document's security holds for operations without one", async () => {
    const before = { "openapi.yaml": document("integer", "security: [{Key: []}]\n") };
    const after = { "openapi.yaml": document("integer") };
    expect(await found(before, after)).toEqual(["guard-removed: guard Key (openapi.yaml:6)"]);
  });
});

describe("nothing is said of", () => {
  test("a document beside FastAPI's source, which says it better", async () => {
    const source = { "app/main.py": "from fastapi import FastAPI\n\napp = FastAPI()\n" };
    expect(
      await found(
        { ...source, "openapi.yaml": document("integer") },
        { ...source, "openapi.yaml": document("string") },
      ),
    ).toEqual([]);
  });

  test.each(["tests/openapi.yaml", "vendor/stripe/openapi.yaml", "examples/openapi.yaml"])(
    "%s",
    async (path) => {
      expect(await found({ [path]: document("integer") }, { [path]: document("string") })).toEqual([]);
    },
  );

  test("a document that comes or goes as a whole", async () => {
    expect(await found({}, { "openapi.yaml": document("integer") })).toEqual([]);
    expect(await found({ "openapi.yaml": document("integer") }, {})).toEqual([]);
  });
});

test("a document that cannot be read is unread", async () => {
  const context = await contextOf(
    { "openapi.yaml": document("integer") },
    { "openapi.yaml": `${document("integer")}  : [` },
  );
  expect(context.after.unread).toEqual([
    { path: "openapi.yaml", reason: "syntax-error", line: null, endLine: null },
  ]);
});
