import { describe, expect, test } from "vitest";

import { detectContractChanges, diffContracts } from "../../../src/changes/contract.ts";
import type { ContractChange } from "../../../src/changes/contract-change.ts";
import type { Contract } from "../../../src/facts/contract.ts";
import { defaultSettings } from "../../../src/settings/defaults.ts";
import { body, contractOf, json, object, ref } from "../../support/documents.ts";

const string = { type: "string" };
const integer = { type: "integer" };

const schemas = {
  User: object({ id: integer, email: string, name: string }),
  UserPublic: object({ id: integer }),
  UserClose: object({ id: integer, email: string, name: string, "age?": integer }),
};

/** Both models stay in use, so that neither was renamed to the other. */
function contract(paths: Record<string, unknown>, further: Record<string, unknown> = {}): Contract {
  return contractOf({
    paths: {
      ...paths,
      ...Object.fromEntries(
        Object.keys(schemas).map((name) => [
          `/kept/${name}`,
          { get: { responses: { 200: json(ref(name)) } } },
        ]),
      ),
    },
    schemas: { ...schemas, ...further },
  });
}

function changes(before: Contract, after: Contract): readonly ContractChange[] {
  return detectContractChanges(before, after, defaultSettings).contract.filter(
    ({ level }) => level !== "INFO",
  );
}

const answers = (name: string) => ({ get: { responses: { 200: json(ref(name)) } } });

describe("an operation that got another model", () => {
  const before = contract({ "/me": answers("User") });
  const after = contract({ "/me": answers("UserPublic") });

  test("is one change, however many properties differ", () => {
    expect(changes(before, after)).toMatchObject([
      {
        id: "fastapi-response-model-replaced",
        level: "ERR",
        subject: "GET /me response 200",
        reaches: ["GET /me"],
        before: "User",
        after: expect.stringMatching(/^UserPublic \(2 differences, [0-9A-Z]{8}\)$/),
        text: "Response 200 of `GET /me` is `UserPublic` instead of `User`: `email` was removed, `name` was removed.",
      },
    ]);
  });

  test("is listed property by property by diff-contract", () => {
    expect(diffContracts(before, after).map(({ id }) => id)).toEqual([
      "response-required-property-removed",
      "response-required-property-removed",
    ]);
  });

  test("names what breaks first, then what some notice", () => {
    const close = contract({ "/me": answers("UserClose") });
    expect(changes(close, after)[0]?.text).toMatch(
      /: `email` was removed, `name` was removed, `age` was removed\.$/,
    );
  });

  test("is nothing where the new model has everything", () => {
    expect(changes(before, contract({ "/me": answers("UserClose") }))).toEqual([]);
  });

  test("is advice where only optional properties go", () => {
    expect(
      changes(contract({ "/me": answers("UserClose") }), contract({ "/me": answers("User") })),
    ).toMatchObject([{ id: "fastapi-response-model-replaced-closely", level: "WARN" }]);
  });
});

test("several operations that got the same model are one change", () => {
  const list = (name: string) => ({
    get: { responses: { 200: json({ type: "array", items: ref(name) }) } },
  });
  const before = contract({ "/me": answers("User"), "/users": list("User") });
  const after = contract({ "/me": answers("UserPublic"), "/users": list("UserPublic") });
  expect(changes(before, after)).toMatchObject([
    {
      subject: "User → UserPublic (response)",
      reaches: ["GET /me", "GET /users"],
      text: "What 2 operations answer is `UserPublic` instead of `User`: `email` was removed, `name` was removed.",
    },
  ]);
});

test("a field that got another model is the field's change, with all operations that it reaches", () => {
  const order = (name: string) => ({ Order: object({ buyer: ref(name) }) });
  const paths = { "/orders": answers("Order"), "/last": answers("Order") };
  expect(changes(contract(paths, order("User")), contract(paths, order("UserPublic")))).toMatchObject([
    { subject: "Order.buyer (response)", reaches: ["GET /last", "GET /orders"], before: "User" },
  ]);
});

test("what changed in a model that both of them hold is that model's change", () => {
  const holders = (type: unknown) => ({
    Tag: object({ label: type }),
    Old: object({ tag: ref("Tag"), gone: string }),
    New: object({ tag: ref("Tag") }),
  });
  const paths = (name: string) => ({ "/a": answers(name), "/old": answers("Old"), "/new": answers("New") });
  expect(
    changes(contract(paths("Old"), holders(string)), contract(paths("New"), holders(integer))).map(
      ({ id, subject }) => `${id}: ${subject}`,
    ),
  ).toEqual([
    "fastapi-response-model-replaced: GET /a response 200",
    "response-property-type-changed: Tag.label (response)",
  ]);
});

test("an exchange that gets worse is another fact", () => {
  const identity = (name: string, further = {}) =>
    changes(contract({ "/me": answers("User") }), contract({ "/me": answers(name) }, further))[0]?.after;
  expect(identity("UserPublic")).not.toBe(identity("UserPublic", { UserPublic: object({ id: string }) }));
});

test("a model that requests got", () => {
  const reads = (name: string) => ({ put: { requestBody: body(ref(name)), responses: {} } });
  expect(changes(contract({ "/me": reads("UserPublic") }), contract({ "/me": reads("User") }))).toMatchObject(
    [
      {
        id: "fastapi-request-model-replaced",
        subject: "PUT /me request",
        text: "The request body of `PUT /me` is `User` instead of `UserPublic`: `email` is new and required, `name` is new and required.",
      },
    ],
  );
});
