import fc from "fast-check";
import { expect, test } from "vitest";

import { rounds } from "../../src/specialists/rounds.ts";
import { specialistNames, type SpecialistName } from "../../src/specialists/specialist.ts";
import { cardText, identitiesWith } from "../support/identities.ts";

const card = (name: SpecialistName, parts: Parameters<typeof cardText>[0]) => ({
  [`${name}.identity.md`]: cardText({
    name,
    beside: `[${specialistNames.filter((other) => other !== name).join(", ")}]`,
    ...parts,
  }),
});

test.each([
  ["as shipped: all at once", {}, [["DBA", "BACKEND_ENGINEER", "API_DEVELOPER"]]],
  [
    "one waits for another",
    card("BACKEND_ENGINEER", { after: "[DBA]" }),
    [["DBA", "API_DEVELOPER"], ["BACKEND_ENGINEER"]],
  ],
  [
    "one wants nobody beside it",
    card("DBA", { beside: "[]" }),
    [["DBA"], ["BACKEND_ENGINEER", "API_DEVELOPER"]],
  ],
  [
    "batches of two",
    card("API_DEVELOPER", { batchSize: "2" }),
    [["DBA", "BACKEND_ENGINEER"], ["API_DEVELOPER"]],
  ],
])("%s", (_name, own, expected) => {
  expect(rounds(specialistNames, identitiesWith(own).cards)).toEqual(expected);
});

test("who is not needed is not waited for", () => {
  const { cards } = identitiesWith(card("BACKEND_ENGINEER", { after: "[DBA]" }));
  expect(rounds(["BACKEND_ENGINEER"], cards)).toEqual([["BACKEND_ENGINEER"]]);
});

test("everyone who is needed runs once, after those it waits for", () => {
  const order = fc.shuffledSubarray([...specialistNames], { minLength: 3 });
  const some = fc.subarray([...specialistNames]);
  fc.assert(
    fc.property(order, some, some, some, fc.integer({ min: 1, max: 3 }), (chain, needed, a, b, size) => {
      const [, second, third] = chain;
      const cards = identitiesWith({
        ...(second === undefined
          ? {}
          : card(second, { after: `[${chain[0]}]`, beside: `[${a.join(", ")}]` })),
        ...(third === undefined ? {} : card(third, { beside: `[${b.join(", ")}]`, batchSize: String(size) })),
      }).cards;
      const plan = rounds(needed, cards);
      expect(plan.flat().sort()).toEqual([...needed].sort());
      for (const [index, round] of plan.entries()) {
        const later = plan.slice(index).flat();
        for (const name of round)
          expect(cards.get(name)?.after.filter((other) => later.includes(other))).toEqual([]);
      }
    }),
  );
});
