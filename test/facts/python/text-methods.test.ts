import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";

import type { Constant } from "../../../src/facts/python/project.ts";
import { callTextMethod } from "../../../src/facts/python/text-methods.ts";

/** Made by `make-text-methods.py`: text, method, arguments, what CPython gives. */
const table: readonly (readonly [string, string, readonly Constant[], unknown])[] = JSON.parse(
  readFileSync(join(import.meta.dirname, "fixtures", "text-methods.json"), "utf8"),
);

describe("methods of texts", () => {
  test("are CPython's", () => {
    const differing = table.filter(
      ([text, method, args, expected]) =>
        JSON.stringify(callTextMethod(text, method, args)) !== JSON.stringify(expected),
    );
    expect(differing).toEqual([]);
    expect(table.length).toBeGreaterThan(500);
  });

  test.each<[string, string, readonly Constant[]]>([
    ["a", "encode", []],
    ["a", "__class__", []],
    ["a", "strip", [1]],
    ["a", "strip", ["a", "b"]],
    ["a", "startswith", [["a", "b"]]],
    ["a", "join", [[1]]],
    ["abc", "replace", ["", "-"]],
    ["a;b", "split", [";", 1]],
    ["a".repeat(10_000), "replace", ["a", "b".repeat(1_000)]],
    [";".repeat(10_000), "split", [";"]],
    ["x".repeat(100), "join", [Array.from({ length: 2_000 }, () => "a")]],
  ])("%.10s.%s(%j) is not known", (text, method, args) => {
    expect(callTextMethod(text, method, args)).toBeUndefined();
  });
});
