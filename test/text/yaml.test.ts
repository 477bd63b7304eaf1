import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseYaml } from "../../src/text/yaml.ts";

const problems = (text: string, limit?: number) => {
  const result = parseYaml(text, limit);
  return result.kind === "unread"
    ? result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : [];
};
const value = (text: string) => {
  const result = parseYaml(text);
  if (result.kind === "unread") throw new Error(result.problems[0]?.message);
  return result.value;
};

describe("parseYaml", () => {
  test("YAML 1.2: `on`, `off`, `no` and dates are text, and an anchor gives what it names", () => {
    expect(value("on: push\nrule: off\nwhen: 2026-01-06\na: &a [1, 2]\nb: *a\n")).toEqual({
      on: "push",
      rule: "off",
      when: "2026-01-06",
      a: [1, 2],
      b: [1, 2],
    });
    expect(value("")).toBeNull();
  });

  test("mappings have no prototype", () => {
    const read = value("constructor: 1");
    expect(read).toHaveProperty("constructor", 1);
    expect(typeof read === "object" && read !== null && "toString" in read).toBe(false);
  });

  test.each([
    ["a: 1\nb: 2\na: 3", ["3:1 the key `a` stands twice"]],
    ["a:\n  __proto__: 1", ["2:3 the key `__proto__` is not allowed"]],
    ["? [a]\n: 1", ["1:3 a key has to be a plain word"]],
    ["a: !secret x", ["1:4 unresolved tag: !secret"]],
    ["a: &a [*a]", ["1:1 an anchor that contains itself"]],
    [`a: &a 1\nb: [${"*a,".repeat(101)}]`, ["2:305 more than 100 aliases"]],
    ["[".repeat(300), ["1:1 nested more than 200 levels deep"]],
    ["x: 1\n" + "- ".repeat(300), ["2:1 nested more than 200 levels deep"]],
  ])("refused with its place: %.40j", (text, expected) => {
    expect(problems(text)).toEqual(expected);
  });

  test("one kB more than allowed is too large", () => {
    expect(problems(`a: ${"x".repeat(2000)}`, 1)).toEqual(["1:1 the file is larger than 1 kB"]);
  });

  test("a value is found by its path, a missing one by what encloses it", () => {
    const read = parseYaml("rules:\n  some-rule: loud\nlist:\n  - a\n  - b\n");
    if (read.kind === "unread") throw new Error("unread");
    expect(read.locate(["rules", "some-rule"])).toEqual({ line: 2, column: 3 });
    expect(read.locate(["list", 1])).toEqual({ line: 5, column: 5 });
    expect(read.locate(["list", 7])).toEqual({ line: 3, column: 1 });
    expect(read.locate(["nothing"])).toEqual({ line: 1, column: 1 });
  });

  // Each of these once cost minutes, the stack or the memory of the whole process.
  test.each([
    ["brackets", "[".repeat(200_000)],
    ["dashes", "- ".repeat(100_000)],
    ["spaced question marks", "? ".repeat(100_000)],
    ["spaces", `${" ".repeat(200_000)}x`],
    ["an indented key", `${" ".repeat(200_000)}a: |\n${" ".repeat(40_000)}b`],
    ["quotes", '"'.repeat(200_000)],
    ["many keys", Array.from({ length: 15_000 }, (_, index) => `k${index}: 1`).join("\n")],
    ["anchors", "&a ".repeat(60_000)],
    ["commas", `[${",".repeat(200_000)}]`],
    [
      "a bomb of aliases",
      `a: &a [1,1,1]\n${["b", "c", "d", "e", "f", "g"].map((key, index) => `${key}: &${key} [${`*${"abcdef".charAt(index)},`.repeat(9)}]`).join("\n")}`,
    ],
  ])("a bomb of %s costs little", (_, text) => {
    // Something that grows faster than the text would run into the runner's time-out.
    expect(parseYaml(text)).toHaveProperty("kind");
  });

  test("never throws", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom("a", ":", " ", "\n", "-", "[", "]", "{", "}", "&x", "*x", "!", "|", '"', "#", "<<"),
          {
            maxLength: 60,
          },
        ),
        (parts) => {
          const result = parseYaml(parts.join(""));
          if (result.kind === "unread") expect(result.problems.length).toBeGreaterThan(0);
        },
      ),
    );
  });
});
