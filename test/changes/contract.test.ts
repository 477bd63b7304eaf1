import { describe, expect, test } from "vitest";

import { detectContractChanges } from "../../src/changes/contract.ts";
import type { ContractChange } from "../../src/changes/contract-change.ts";
import type { Contract } from "../../src/facts/contract.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { body, contractOf, json, nullable, object, ref } from "../support/documents.ts";

const string = { type: "string" };
const integer = { type: "integer" };

function changes(
  before: Contract,
  after: Contract,
  settings: Settings = defaultSettings,
): readonly ContractChange[] {
  return detectContractChanges(before, after, settings).contract;
}

/** `id | subject | before → after`, the part of a change that is its identity. */
function facts(before: Contract, after: Contract, settings?: Settings): readonly string[] {
  return changes(before, after, settings).map(
    (change) => `${change.id} | ${change.subject} | ${change.before} → ${change.after}`,
  );
}

function users(schemas: Record<string, unknown>): Contract {
  return contractOf({
    paths: {
      "/users": {
        get: { responses: { 200: json({ type: "array", items: ref("UserRead") }) } },
        post: { requestBody: body(ref("UserCreate")), responses: { 201: json(ref("UserRead")) } },
      },
      "/users/{user_id}": { get: { responses: { 200: json(ref("UserRead")) } } },
    },
    schemas: {
      UserRead: object({ id: integer, email: string }),
      UserCreate: object({ email: string }),
      ...schemas,
    },
  });
}

describe("once per cause", () => {
  test("a field of a model is one change with all operations that it reaches", () => {
    const [change, ...others] = changes(users({}), users({ UserRead: object({ id: integer }) }));
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      id: "response-required-property-removed",
      level: "ERR",
      subject: "UserRead.email (response)",
      reaches: ["GET /users", "GET /users/{}", "POST /users"],
      before: "string, required",
      after: null,
      confidence: "high",
      internal: false,
      versioned: null,
      text: "`UserRead.email` in responses was removed.",
    });
  });

  test("a model that is read and written changes for both", () => {
    const contract = (age: unknown) =>
      contractOf({
        paths: {
          "/users": { put: { requestBody: body(ref("User")), responses: { 200: json(ref("User")) } } },
        },
        schemas: { User: object({ age }) },
      });
    expect(facts(contract(integer), contract(string))).toEqual([
      "request-property-type-changed | User.age (request) | integer → string",
      "response-property-type-changed | User.age (response) | integer → string",
    ]);
    expect(facts(contract(integer), contract({ type: "number" }))).toEqual([
      "request-property-type-generalized | User.age (request) | integer → number",
      "response-property-type-generalized | User.age (response) | integer → number",
    ]);
  });

  test("an operation's own schema is said of the operation", () => {
    const contract = (schema: unknown) =>
      contractOf({ paths: { "/users/{id}": { get: { responses: { 200: json(schema) } } } } });
    expect(facts(contract(object({ a: string, b: string })), contract(object({ a: string })))).toEqual([
      "response-required-property-removed | GET /users/{} response 200 /b | string, required → null",
    ]);
    expect(
      facts(
        contract({ type: "array", items: object({ a: string }) }),
        contract({ type: "array", items: object({ a: integer }) }),
      ),
    ).toEqual(["response-property-type-changed | GET /users/{} response 200 /[]/a | string → integer"]);
  });

  test("an enumeration is one change, whoever uses it, and a list of values has one identity", () => {
    const contract = (values: readonly string[]) =>
      contractOf({
        paths: {
          "/users": {
            get: {
              parameters: [{ name: "role", in: "query", schema: ref("Role") }],
              responses: { 200: json(ref("User")) },
            },
            post: { requestBody: body(ref("User")), responses: {} },
          },
        },
        schemas: { Role: { type: "string", enum: values }, User: object({ role: ref("Role") }) },
      });
    expect(facts(contract(["a", "b", "c"]), contract(["a"]))).toEqual([
      'request-property-enum-value-removed | Role (request) | "b", "c" → null',
      'response-property-enum-value-removed | Role (response) | "b", "c" → null',
    ]);
    expect(facts(contract(["a"]), contract(["a", "b"]))).toEqual([
      'request-property-enum-value-added | Role (request) | null → "b"',
      'response-property-enum-value-added | Role (response) | null → "b"',
    ]);
  });

  test("a renamed model with other content keeps to itself", () => {
    const contract = (name: string, schema: unknown) =>
      contractOf({
        paths: { "/users": { get: { responses: { 200: json(ref(name)) } } } },
        schemas: { [name]: schema },
      });
    expect(
      facts(
        contract("User", object({ id: integer, email: string })),
        contract("UserRead", object({ id: integer })),
      ),
    ).toEqual(["response-required-property-removed | UserRead.email (response) | string, required → null"]);
  });

  test("an inherited field is one change for all models that inherit it", () => {
    const where = { path: "app/models.py", line: 3, endLine: 3 };
    const contract = (fields: Record<string, unknown>) => {
      const read = users({ UserRead: object(fields), UserDetail: object(fields) });
      const components = new Map(
        [...read.components].map(([name, component]) => [
          name,
          { ...component, fields: new Map([["email", where]]) },
        ]),
      );
      const extra = contractOf({
        paths: { "/me": { get: { responses: { 200: json(ref("UserDetail")) } } } },
        schemas: { UserDetail: {} },
      });
      return { ...read, components, operations: [...read.operations, ...extra.operations] };
    };
    const [change, ...others] = changes(contract({ id: integer, email: string }), contract({ id: integer }));
    expect(others).toEqual([]);
    expect(change).toMatchObject({
      subject: "UserDetail.email, UserRead.email (response)",
      reaches: ["GET /me", "GET /users", "GET /users/{}", "POST /users"],
      where: { ...where, side: "before" },
    });
  });
});

describe("one edit", () => {
  const posted = (field: unknown, name = "name?") =>
    contractOf({
      paths: { "/users": { post: { requestBody: body(object({ [name]: field })), responses: {} } } },
    });
  const shown = (field: unknown, name: string) =>
    contractOf({ paths: { "/users": { get: { responses: { 200: json(object({ [name]: field })) } } } } });

  test("a default of null that goes is one break of the request", () => {
    expect(facts(posted(nullable(string)), posted(string, "name"))).toEqual([
      "request-property-became-required | POST /users request /name | string | null, optional → string, required",
    ]);
  });

  test("a default of null that comes is one break of the response", () => {
    expect(facts(shown(string, "name"), shown(nullable(string), "name?"))).toEqual([
      "response-property-became-nullable | GET /users response 200 /name | string → string | null",
    ]);
  });

  test("another type is not another limit as well", () => {
    expect(
      facts(posted({ type: "string", maxLength: 5 }), posted({ type: "integer", minimum: 3, enum: [3, 4] })),
    ).toEqual(["request-property-type-changed | POST /users request /name | string → 3 | 4"]);
  });

  test("a parameter that a dependency declares for several operations", () => {
    const where = { path: "app/deps.py", line: 7, endLine: 7 };
    const contract = (schema: unknown) => {
      const parameters = [{ name: "group", in: "query", schema }];
      const read = contractOf({
        paths: { "/a": { get: { parameters, responses: {} } }, "/b": { get: { parameters, responses: {} } } },
      });
      return {
        ...read,
        operations: read.operations.map((operation) => ({
          ...operation,
          parameters: operation.parameters.map((parameter) => ({ ...parameter, where })),
        })),
      };
    };
    expect(changes(contract(string), contract(integer))).toMatchObject([
      {
        id: "request-parameter-type-changed",
        subject: "query group",
        reaches: ["GET /a", "GET /b"],
        where: { ...where, side: "after" },
        text: "Query parameter `group` of 2 operations changed its type from `string` to `integer`.",
      },
    ]);
    const none = contractOf({
      paths: { "/a": { get: { responses: {} } }, "/b": { get: { responses: {} } } },
    });
    expect(changes(contract(string), none)).toMatchObject([
      { id: "request-parameter-removed", subject: "query group", reaches: ["GET /a", "GET /b"] },
    ]);
  });

  test("operation ids that are made in another way", () => {
    const contract = (prefix: string) =>
      contractOf({
        paths: Object.fromEntries(
          ["a", "b", "c", "d", "e"].map((name) => [
            `/${name}`,
            { get: { operationId: `${prefix}${name}`, responses: {} } },
          ]),
        ),
      });
    const sameHandlers = (read: Contract): Contract => ({
      ...read,
      operations: read.operations.map((operation) => ({
        ...operation,
        handler: { ...operation.handler, name: operation.path },
      })),
    });
    expect(changes(sameHandlers(contract("read_")), sameHandlers(contract("users-read_")))).toMatchObject([
      {
        id: "api-operation-id-removed",
        subject: "operation ids",
        reaches: ["GET /a", "GET /b", "GET /c", "GET /d", "GET /e"],
      },
    ]);
  });
});

describe("no change", () => {
  test.each([
    ["input and output forms", "User", "User-Input"],
    ["a moved module", "app__models__User", "app__users__models__User"],
    ["a renamed model", "User", "Account"],
  ])("%s", (_, before, after) => {
    const contract = (name: string) =>
      contractOf({
        paths: { "/users": { post: { requestBody: body(ref(name)), responses: { 200: json(ref(name)) } } } },
        schemas: { [name]: object({ id: integer, "parent?": nullable(ref(name)) }) },
      });
    expect(facts(contract(before), contract(after))).toEqual([]);
  });

  test.each([
    ["anyOf with null", nullable(string), { type: ["string", "null"] }],
    ["null first", { anyOf: [{ type: "null" }, string] }, nullable(string)],
    ["a reference wrapped by allOf", { allOf: [ref("A")], default: "x" }, { ...ref("A"), default: "x" }],
    ["another order of alternatives", { anyOf: [string, integer] }, { anyOf: [integer, string] }],
    ["a union of one", { anyOf: [string] }, string],
    ["a default of null", { ...(nullable(string) as object), default: null }, nullable(string)],
  ])("%s", (_, before, after) => {
    const contract = (schema: unknown) =>
      contractOf({
        paths: { "/users": { get: { responses: { 200: json(object({ a: schema })) } } } },
        schemas: { A: string },
      });
    expect(facts(contract(before), contract(after))).toEqual([]);
  });

  test("the automatic 422 and renamed path parameters", () => {
    const contract = (path: string, responses: Record<string, unknown>) =>
      contractOf({
        paths: {
          [path]: {
            get: {
              parameters: [{ name: path.slice(8, -1), in: "path", required: true, schema: string }],
              responses,
            },
          },
        },
        schemas: { HTTPValidationError: object({}) },
      });
    expect(
      facts(
        contract("/users/{id}", {}),
        contract("/users/{user_id}", { 422: json(ref("HTTPValidationError")) }),
      ),
    ).toEqual([]);
  });

  test("recursive models that lead to each other", () => {
    const contract = (name: string) =>
      contractOf({
        paths: { "/a": { get: { responses: { 200: json(ref("A")) } } } },
        schemas: {
          A: object({ b: nullable(ref(name)) }),
          [name]: object({ a: { type: "array", items: ref("A") } }),
        },
      });
    expect(facts(contract("B"), contract("C"))).toEqual([]);
  });
});

describe("unions", () => {
  const contract = (schema: unknown) =>
    contractOf({
      paths: {
        "/pets": {
          post: {
            requestBody: body(object({ pet: schema })),
            responses: { 200: json(object({ pet: schema })) },
          },
        },
      },
      schemas: {
        Cat: object({ kind: { const: "cat" }, lives: integer }),
        Dog: object({ kind: { const: "dog" }, tricks: integer }),
        Bird: object({ kind: { const: "bird" }, wings: integer }),
      },
    });
  const any = (...names: string[]) => ({ anyOf: names.map(ref) });

  test("an alternative that comes or goes", () => {
    expect(facts(contract(any("Cat", "Dog", "Bird")), contract(any("Dog", "Cat")))).toEqual([
      "request-property-any-of-removed | POST /pets request /pet | Bird → null",
      "response-property-any-of-removed | POST /pets response 200 /pet | Bird → null",
    ]);
  });

  test("a single model that becomes a union", () => {
    expect(facts(contract(ref("Cat")), contract(any("Cat", "Dog")))).toEqual([
      "request-property-any-of-added | POST /pets request /pet | null → Dog",
      "response-property-type-generalized | POST /pets response 200 /pet | Cat → Cat | Dog",
    ]);
  });

  test("a discriminator alone breaks nobody", () => {
    const discriminated = {
      oneOf: [ref("Cat"), ref("Dog")],
      discriminator: { propertyName: "kind", mapping: { cat: "#/components/schemas/Cat" } },
    };
    expect(facts(contract(any("Cat", "Dog")), contract(discriminated))).toEqual([
      "request-property-discriminator-added | POST /pets request /pet | null → kind",
      "response-property-discriminator-added | POST /pets response 200 /pet | null → kind",
    ]);
  });

  test("types that are added to a type", () => {
    expect(facts(contract(string), contract({ anyOf: [string, integer] }))).toEqual([
      "request-property-list-of-types-widened | POST /pets request /pet | string → string | integer",
      "response-property-list-of-types-widened | POST /pets response 200 /pet | string → string | integer",
    ]);
    expect(
      facts(contract({ anyOf: [integer, string] }), contract({ anyOf: [{ type: "number" }, string] })),
    ).toEqual([
      "request-property-list-of-types-widened | POST /pets request /pet | integer | string → number | string",
      "response-property-list-of-types-widened | POST /pets response 200 /pet | integer | string → number | string",
    ]);
  });
});

describe("visibility and versions", () => {
  const contract = (paths: Record<string, unknown>) => contractOf({ paths });
  const get = { responses: { 200: json(object({ a: string })) } };
  const changed = { responses: { 200: json(object({})) } };

  test("what the configuration does not name as public is internal", () => {
    const settings: Settings = {
      ...defaultSettings,
      public: { tags: ["public"], paths: ["/api/**"], includeInSchema: false },
    };
    const before = contract({
      "/api/a": { get },
      "/admin/a": { get },
      "/b": { get: { ...get, tags: ["public"] } },
    });
    expect(
      changes(before, contract({}), settings).map(({ subject, internal }) => [subject, internal]),
    ).toEqual([
      ["GET /admin/a", true],
      ["GET /api/a", false],
      ["GET /b", false],
    ]);
  });

  test("a removed operation follows the strategy when it was deprecated", () => {
    const before = contract({ "/a": { get: { ...get, deprecated: true } }, "/b": { get } });
    expect(changes(before, contract({})).map(({ id, versioned }) => [id, versioned])).toEqual([
      ["api-path-removed-with-deprecation", "it was deprecated before"],
      ["api-path-removed-without-deprecation", null],
    ]);
  });

  test("a deprecated field may go", () => {
    const of = (fields: Record<string, unknown>) =>
      contract({ "/a": { get: { responses: { 200: json(object(fields)) } } } });
    const [change] = changes(of({ a: { ...string, deprecated: true } }), of({}));
    expect(change).toMatchObject({
      id: "response-required-property-removed",
      versioned: "it was deprecated before",
    });
  });

  test("a pre-release version promises nothing", () => {
    const [change] = changes(
      contract({ "/v2beta1/a": { get } }),
      contract({ "/v2beta1/a": { get: changed } }),
    );
    expect(change?.versioned).toBe("`v2beta1` is a pre-release version");
  });

  test.each([
    [{ tags: [], paths: ["/labs/**"] }, "the configuration marks it as unstable"],
    [{ tags: ["preview"], paths: [] }, "the configuration marks it as unstable"],
    [{ tags: ["other"], paths: ["/users/**"] }, null],
  ])("what the configuration marks as unstable promises nothing: %j", (unstable, versioned) => {
    const settings = { ...defaultSettings, versioning: { ...defaultSettings.versioning, unstable } };
    const labs = (operation: object) => contract({ "/labs/a": { get: { ...operation, tags: ["preview"] } } });
    // The tag of the new side counts for nothing.
    const untagged = contract({ "/labs/a": { get: changed } });
    expect(changes(labs(get), labs(changed), settings)[0]?.versioned).toBe(versioned);
    expect(changes(labs(get), untagged, settings).find(({ level }) => level === "ERR")?.versioned).toBe(
      versioned,
    );
  });

  test("a new version beside the old one", () => {
    const added = changes(
      contract({ "/v1/a": { get } }),
      contract({ "/v1/a": { get }, "/v2/a": { get: changed } }),
    );
    expect(added).toMatchObject([{ id: "endpoint-added", versioned: "a new version beside `GET /v1/a`" }]);
  });

  test("a new version does not excuse the removal of the old one", () => {
    const removed = changes(contract({ "/v1/a": { get } }), contract({ "/v2/a": { get: changed } }));
    expect(removed.find(({ level }) => level === "ERR")).toMatchObject({
      id: "api-path-removed-without-deprecation",
      versioned: null,
    });
  });
});

test("what stayed opaque on one side lowers the confidence", () => {
  const read = users({});
  const opaque = new Map(read.components);
  const user = opaque.get("UserRead");
  if (user === undefined) throw new Error("UserRead");
  opaque.set("UserRead", {
    ...user,
    schema: { ...user.schema, properties: { ...user.schema.properties, email: { opaque: "lib.Email" } } },
  });
  expect(changes(read, { ...read, components: opaque })).toMatchObject([
    { id: "response-property-type-changed", subject: "UserRead.email (response)", confidence: "low" },
  ]);
});
