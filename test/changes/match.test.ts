import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { matchFacts } from "../../src/changes/match.ts";

interface Fact {
  readonly name: string;
  readonly place: string;
  readonly value: number;
}

const match = (before: readonly Fact[], after: readonly Fact[]) =>
  matchFacts(
    before,
    after,
    [(fact) => `${fact.place} ${fact.name}`, (fact) => fact.name],
    (fact) => fact.name,
    (fact) => fact.value,
  );

const fact = (name: string, place: string, value = 1): Fact => ({ name, place, value });

describe("matchFacts", () => {
  test("what moved is the same, what has another value is modified", () => {
    expect(match([fact("a", "x")], [fact("a", "y")])).toEqual([]);
    expect(match([fact("a", "x")], [fact("a", "y", 2)])).toMatchObject([{ status: "modified", key: "a" }]);
  });

  test("the surest pair comes first", () => {
    const before = [fact("a", "x", 1), fact("a", "y", 2)];
    const after = [fact("a", "y", 2), fact("a", "z", 3)];
    expect(match(before, after)).toMatchObject([
      { status: "modified", before: { value: 1 }, after: { value: 3 } },
    ]);
  });

  test("one more of the same is one more", () => {
    const changes = match([fact("a", "x")], [fact("a", "x"), fact("a", "x"), fact("a", "x")]);
    expect(changes.map((change) => [change.status, change.key])).toEqual([
      ["added", "a"],
      ["added", "a #2"],
    ]);
  });

  const facts = fc.array(
    fc.record({
      name: fc.constantFrom("a", "b", "c"),
      place: fc.constantFrom("x", "y"),
      value: fc.constantFrom(1, 2),
    }),
    { maxLength: 12 },
  );

  test("nothing changes between equal facts, in whatever order", () => {
    fc.assert(
      fc.property(facts, (all) => {
        const distinct = [...new Map(all.map((one) => [`${one.name} ${one.place}`, one])).values()];
        expect(match(distinct, distinct.toReversed())).toEqual([]);
      }),
    );
  });

  test("what was added less what was removed is the difference in number, and keys are unique", () => {
    fc.assert(
      fc.property(facts, facts, (before, after) => {
        const changes = match(before, after);
        const count = (status: string) => changes.filter((change) => change.status === status).length;
        expect(count("added") - count("removed")).toBe(after.length - before.length);
        expect(new Set(changes.map((change) => change.key)).size).toBe(changes.length);
      }),
    );
  });
});
