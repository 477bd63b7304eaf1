import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { parseForwardReference } from "../../../src/facts/pydantic/forward-reference.ts";
import { unparse } from "../../../src/syntax/python/unparse.ts";

const span = { line: 1, endLine: 1, start: 0, end: 0 };
const read = (text: string): string | null => {
  const expression = parseForwardReference(text, span);
  return expression === null ? null : unparse(expression);
};

describe("a quoted annotation", () => {
  it.each([
    ["Item", "Item"],
    [" models.Item ", "models.Item"],
    ["list[Item]", "list[Item]"],
    ["dict[str, 'Item | None']", 'dict[str, "Item | None"]'],
    ["Item|None", "Item | None"],
    ["tuple[int, ...]", "tuple[int, ...]"],
    ["tuple[int,]", "tuple[(int,)]"],
    ["Callable[[int, str], None]", "Callable[[int, str], None]"],
    ['Literal["a", -1, True]', 'Literal["a", -1, True]'],
    ["", null],
    ["Item(", null],
    ["list[", null],
    ["list[]", null],
    ["a b", null],
    ["1 + 1", null],
    ["Item |", null],
    ["lambda: 1", null],
    ["x'y", null],
  ])("%j is %j", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  const annotation = fc.letrec<{ type: string }>((tie) => ({
    type: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom("int", "None", "models.Item", '"Quoted"', "42"),
      fc
        .tuple(fc.constantFrom("list", "Optional", "a.b"), tie("type"))
        .map(([base, item]) => `${base}[${item}]`),
      fc.tuple(tie("type"), tie("type")).map(([a, b]) => `dict[${a}, ${b}]`),
      fc.tuple(tie("type"), tie("type")).map(([a, b]) => `${a} | ${b}`),
    ),
  })).type;

  it("survives being printed and read again", () => {
    fc.assert(
      fc.property(annotation, (text) => {
        const once = read(text);
        expect(once).not.toBeNull();
        // Printing puts unions within subscripts and unions into parentheses, which quoted annotations rarely have.
        if (once !== null && !once.includes("(")) expect(read(once)).toBe(once);
      }),
    );
  });

  it("never throws, whatever is quoted", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void read(text)));
    fc.assert(fc.property(fc.stringMatching(/^[[\]|,."'a\s]*$/), (text) => void read(text)));
    expect(read("[".repeat(100_000))).toBeNull();
    expect(read(`${"a[".repeat(200)}b${"]".repeat(200)}`)).toBeNull();
  });
});
