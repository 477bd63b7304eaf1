import * as fc from "fast-check";
import { expect, test } from "vitest";

import { detectContractChanges, diffContracts } from "../../../src/changes/contract.ts";
import { catalogue } from "../../../src/changes/contract/catalogue.ts";
import { defaultSettings } from "../../../src/settings/defaults.ts";
import { body, contractOf, json, ref } from "../../support/documents.ts";

const names = ["Alpha", "Beta", "Gamma"] as const;

/** Schemas as Pydantic writes them, recursive through the three models. */
const schema: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom({ type: "string" }, { type: "integer" }, { type: "number" }, { type: "boolean" }, {}),
    fc.constantFrom(...names).map(ref),
    fc.record({ type: fc.constant("string"), maxLength: fc.nat(9), default: fc.constantFrom("a", "b") }),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 }) }),
    fc.record({ const: fc.constantFrom("a", "b") }),
    fc.record({ type: fc.constant("array"), items: tie("schema") }),
    fc.record({ type: fc.constant("object"), additionalProperties: tie("schema") }),
    fc.record({ anyOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }),
    tie("schema").map((inner) => ({ anyOf: [inner, { type: "null" }] })),
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(fc.constantFrom("a", "b", "c", "__proto__"), tie("schema"), { maxKeys: 3 }),
      required: fc.subarray(["a", "b"]),
    }),
  ),
})).schema;

const models = fc.tuple(schema, schema, schema);

function contract(list: readonly unknown[], rename: (name: string) => string = (name) => name) {
  const renamed = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value).replace(
        /schemas\/(Alpha|Beta|Gamma)/g,
        (_, name: string) => `schemas/${rename(name)}`,
      ),
    );
  return contractOf({
    paths: Object.fromEntries(
      names.map((name) => [
        `/${name}`,
        {
          post: {
            parameters: [{ name: "q", in: "query", schema: renamed(ref(name)) }],
            requestBody: body(renamed(ref(name))),
            responses: { 200: json(renamed(ref(name))) },
          },
        },
      ]),
    ),
    schemas: Object.fromEntries(names.map((name, index) => [rename(name), renamed(list[index])])),
  });
}

test("nothing changes between a contract and itself", () => {
  fc.assert(
    fc.property(models, (list) => {
      expect(diffContracts(contract(list), contract(list))).toEqual([]);
      const changes = detectContractChanges(contract(list), contract(list), defaultSettings);
      expect(changes).toEqual({ operations: [], contract: [], schemas: [], guards: [] });
    }),
  );
});

test("the names of models mean nothing", () => {
  fc.assert(
    fc.property(models, (list) => {
      const renamed = contract(list, (name) => `app__models__${name}-Input`);
      expect(detectContractChanges(contract(list), renamed, defaultSettings).contract).toEqual([]);
    }),
  );
});

/** The same document in another order: keys of objects, alternatives, values, names and parameters. */
function shuffled(value: unknown, order: (length: number) => readonly number[]): unknown {
  if (Array.isArray(value)) {
    return order(value.length).map((index) => shuffled(value[index], order));
  }
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    order(entries.length).flatMap((index) => {
      const entry = entries[index];
      return entry === undefined ? [] : [[entry[0], shuffled(entry[1], order)] as const];
    }),
  );
}

test("the order of what is written means nothing", () => {
  fc.assert(
    fc.property(models, fc.infiniteStream(fc.nat()), (list, numbers) => {
      const order = (length: number) =>
        Array.from({ length }, (_, index) => [numbers.next().value, index] as const)
          .toSorted(([a, i], [b, j]) => a - b || i - j)
          .map(([, index]) => index);
      const other = contract(list.map((one) => shuffled(one, order)));
      expect(diffContracts(contract(list), other)).toEqual([]);
      expect(detectContractChanges(contract(list), other, defaultSettings).contract).toEqual([]);
    }),
  );
});

test("any two contracts are compared, every cause is known and reaches somebody", () => {
  fc.assert(
    fc.property(models, models, (before, after) => {
      const { contract: causes } = detectContractChanges(contract(before), contract(after), defaultSettings);
      for (const { id, reaches, level, text } of causes) {
        expect(catalogue.get(id)?.level).toBe(level);
        expect(reaches.length).toBeGreaterThan(0);
        expect(text).toMatch(/^[A-Z`].*\.$/s);
      }
      const keys = causes.map(({ id, subject, before: old, after: fresh }) =>
        JSON.stringify([id, subject, old, fresh]),
      );
      expect(new Set(keys).size).toBe(keys.length);
    }),
  );
});

test("a break that is listed has a cause, and a cause of a break is listed", () => {
  fc.assert(
    fc.property(models, models, (before, after) => {
      const [old, fresh] = [contract(before), contract(after)];
      const listed = diffContracts(old, fresh).some(({ level }) => level === "ERR");
      const caused = detectContractChanges(old, fresh, defaultSettings).contract.some(
        ({ level }) => level === "ERR",
      );
      expect(caused).toBe(listed);
    }),
  );
});
