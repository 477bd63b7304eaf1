import * as fc from "fast-check";
import { expect, test } from "vitest";

import { differencesOf, shortText, sideText } from "../../src/changes/difference.ts";
import { canonicalJson } from "../../src/text/canonical.ts";

test("differences are as deep as both sides have the same shape, in order", () => {
  const before = { b: { x: 1, y: [1, 2] }, a: "same", list: [1, { k: 1 }], gone: true };
  const after = { a: "same", b: { x: 2, y: [1] }, list: [1, { k: 2 }], fresh: null };
  expect(differencesOf(before, after)).toEqual([
    { path: "b.x", before: 1, after: 2 },
    { path: "b.y", before: [1, 2], after: [1] },
    { path: "fresh", before: undefined, after: null },
    { path: "gone", before: true, after: undefined },
    { path: "list.1.k", before: 1, after: 2 },
  ]);
});

test("what is inherited is no member", () => {
  expect(differencesOf({}, { constructor: 1, toString: 2 })).toHaveLength(2);
});

test("texts name the values of one side, and stay short and distinct", () => {
  const differences = differencesOf({ a: 1 }, { a: 2, b: "x".repeat(300) });
  expect(sideText(differences, "before")).toBe("a: 1");
  expect(sideText(differencesOf({}, { a: 1 }), "before")).toBeNull();
  const long = sideText(differences, "after") ?? "";
  expect(long.length).toBeLessThan(170);
  expect(long).not.toBe(sideText(differencesOf({ a: 1 }, { a: 2, b: `${"x".repeat(299)}y` }), "after"));
  expect(shortText("short")).toBe("short");
});

test("there is a difference exactly where the values are not equal", () => {
  const value = fc.jsonValue({ maxDepth: 3 });
  fc.assert(
    fc.property(value, value, (a, b) => {
      expect(differencesOf(a, a)).toEqual([]);
      expect(differencesOf(a, b).length === 0).toBe(canonicalJson(a) === canonicalJson(b));
    }),
  );
});
