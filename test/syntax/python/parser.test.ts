import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";

import type { Expression, Module, Statement } from "../../../src/syntax/python/ast.ts";
import { syntax } from "../../support/change.ts";
import { outline } from "./outline.ts";

const folder = join(import.meta.dirname, "fixtures");
const fixtures = readdirSync(folder).filter((name) => name.endsWith(".py"));

let parse: (text: string) => Module;
beforeAll(async () => {
  parse = (await syntax()).parsePython;
});

describe("what CPython sees", () => {
  test.each(fixtures)("%s", (name) => {
    const expected = readFileSync(join(folder, `${name}.expected`), "utf8");
    const [version = "", ...lines] = expected.split("\n");
    expect(version).toMatch(/^CPython 3\.\d+\.\d+$/);
    const module = parse(readFileSync(join(folder, name), "utf8"));
    expect(module.unread).toEqual([]);
    expect(outline(module).split("\n")).toEqual(lines);
  });

  test.each(fixtures)("%s with other line ends and a byte order mark", (name) => {
    const text = readFileSync(join(folder, name), "utf8");
    const plain = outline(parse(text));
    expect(outline(parse(text.replaceAll("\n", "\r\n")))).toBe(plain);
    expect(outline(parse(`\uFEFF${text}`))).toBe(plain);
  });
});

describe("offsets", () => {
  test("are UTF-16 units, and the text between them is the node", () => {
    const text = 'a = "😀é"\nbcd(é)\n';
    const [, call] = parse(text).body;
    expect(text.slice(call?.start, call?.end)).toBe("bcd(é)");
  });

  test("a lone carriage return ends a line for Python, and lines are git's", () => {
    const { body, unread } = parse("# comment\rimport os\nx = 1\n");
    expect(unread).toEqual([]);
    expect(body.map(({ kind, line }) => [kind, line])).toEqual([
      ["import", 1],
      ["assign", 2],
    ]);
  });

  test("names are compared as Python compares them", () => {
    expect(parse("ｅｘｅｃ(a)\n").body[0]).toMatchObject({ value: { callee: { id: "exec" } } });
  });
});

describe("recovery", () => {
  const cases: [string, string, [string, number, number][], string[]][] = [
    [
      "a broken line",
      "a = 1\nb = = 2\nc = 3\n",
      [["syntax-error", 2, 2]],
      ["assign", "unknown-statement", "assign"],
    ],
    [
      "a broken line within a function",
      "def f():\n    a = 1\n    b = = 2\n    c = 3\nd = 4\n",
      [["syntax-error", 3, 3]],
      ["function", "assign"],
    ],
    [
      "a broken header",
      "def f(:\n    pass\ndef g(): pass\n",
      [["syntax-error", 1, 2]],
      ["unknown-statement", "function"],
    ],
    [
      "an unclosed bracket",
      "a = 1\nb = (1,\nc = 2\n",
      [["syntax-error", 2, 3]],
      ["assign", "unknown-statement"],
    ],
    ["Python 2's print", 'print "a"\nb\n', [["syntax-error", 1, 1]], ["unknown-statement", "expression"]],
    ["Python 2's exec", 'exec "a" in b\nb\n', [["syntax-error", 1, 1]], ["unknown-statement", "expression"]],
    ["Python 2's raise", 'raise A, "b"\nb\n', [["syntax-error", 1, 1]], ["unknown-statement", "expression"]],
    [
      "Python 2's tuple parameter",
      "def f(a, (b, c)): pass\nb\n",
      [["syntax-error", 1, 1]],
      ["unknown-statement", "expression"],
    ],
    ["Python 2's unequal", "a <> b\nb\n", [["syntax-error", 1, 1]], ["unknown-statement", "expression"]],
    ["wrong indentation", "def f():\n    a\n      b\n    c\n", [["syntax-error", 3, 3]], ["function"]],
    [
      "an indented line in a module",
      "a\n  b\nc\n",
      [["syntax-error", 2, 2]],
      ["expression", "unknown-statement", "expression"],
    ],
    ["no body", "def f():\na = 1\n", [["syntax-error", 1, 1]], ["unknown-statement", "assign"]],
    ["try without except", "try:\n    a\nb\n", [["syntax-error", 1, 2]], ["unknown-statement", "expression"]],
    [
      "a positional argument after a keyword",
      "f(a=1, b)\nb\n",
      [["syntax-error", 1, 1]],
      ["unknown-statement", "expression"],
    ],
    ["text with bytes", "'a' b'b'\nb\n", [["syntax-error", 1, 1]], ["unknown-statement", "expression"]],
    [
      "an unterminated string",
      "a = 'x\nb = 1\nc = 'y'\n",
      [["syntax-error", 1, 1]],
      ["unknown-statement", "assign", "assign"],
    ],
    ["a null character", "a = 1\0\nb\n", [["syntax-error", 1, 3]], ["unknown-statement"]],
    ["an encoding that hides code", "# coding: utf-7\nb\n", [["syntax-error", 1, 3]], ["unknown-statement"]],
    [
      "too deep an expression",
      `a = ${"(".repeat(600)}${")".repeat(600)}\nb\n`,
      [["too-deep", 1, 1]],
      ["unknown-statement", "expression"],
    ],
    [
      "too long an elif",
      `if a: b\n${"elif a: b\n".repeat(600)}c\n`,
      [["too-deep", 1, 601]],
      ["unknown-statement", "expression"],
    ],
    ["nothing", "", [], []],
    ["comments only", "# a\n\n# b", [], []],
  ];
  test.each(cases)("%s", (_name, text, unread, kinds) => {
    const module = parse(text);
    expect(module.unread.map(({ reason, line, endLine }) => [reason, line, endLine])).toEqual(unread);
    expect(module.body.map(({ kind }) => kind)).toEqual(kinds);
  });

  test("an ordinary declared encoding is read", () => {
    expect(parse("#!/usr/bin/python\n# -*- coding: latin-1 -*-\nb\n").unread).toEqual([]);
  });
});

describe("speed", () => {
  // Each took minutes in the grammar as it is; here they take milliseconds.
  test.each([
    ["comment lines", `if x:\n${"  # don't\n".repeat(40_000)}  y\n`, 1],
    ["continued lines", `x = f(${"\\\n".repeat(40_000)})\n`, 1],
    ["unclosed names of characters", `x = '${"\\N{".repeat(40_000)}'\n`, 1],
    ["nested t-strings", `x = ${"t'{".repeat(10_000)}1${"}'".repeat(10_000)}\n`, 1],
  ])("%s", (_name, text, statements) => {
    const start = performance.now();
    expect(parse(text).body).toHaveLength(statements);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  test("what is left out for speed is not left out of strings", () => {
    const text = `if x:\n${"  # c\n".repeat(300)}  y = """a\n${"# b\n".repeat(300)}"""\n`;
    expect(parse(text)).toMatchObject({
      unread: [],
      body: [{ body: [{ value: { value: `a\n${"# b\n".repeat(300)}` } }] }],
    });
  });

  test("equal texts are parsed once", () => {
    expect(parse("a = 1\n")).toBe(parse(["a", " = 1\n"].join("")));
  });
});

describe("any text", () => {
  const real = fixtures.map((name) => readFileSync(join(folder, name), "utf8")).join("\n");

  test("never throws, and every region that is not read is listed", () => {
    const piece = fc.oneof(
      fc.constantFrom(
        ..."()[]{}:,.;=@*\\'\"#\n\t ".split(""),
        "def f",
        "class A",
        "f'{",
        "'''",
        "  ",
        "\n  ",
        "async ",
      ),
      fc.constantFrom(
        "if",
        "else",
        "try",
        "except",
        "with",
        "lambda",
        "await",
        "yield",
        "import",
        "from",
        "match",
      ),
      fc.string({ unit: "binary", maxLength: 4 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => checkRegions(pieces.join(""))),
      { numRuns: 1500 },
    );
  });

  test("nor does real code that is cut off, or has a part cut out", () => {
    const position = fc.nat({ max: real.length });
    fc.assert(
      fc.property(position, position, (from, to) => {
        checkRegions(real.slice(0, from));
        checkRegions(real.slice(0, Math.min(from, to)) + real.slice(Math.max(from, to)));
      }),
      { numRuns: 60 },
    );
  });

  function checkRegions(text: string): void {
    const module = parse(text);
    const count = text.split("\n").length;
    for (const { line, endLine } of module.unread) {
      expect(line).toBeGreaterThanOrEqual(1);
      expect(endLine).toBeGreaterThanOrEqual(line);
      expect(endLine).toBeLessThanOrEqual(count);
    }
    for (const statement of unknownStatements(module.body)) {
      expect(
        module.unread.some(({ line, endLine }) => line <= statement.line && statement.endLine <= endLine),
      ).toBe(true);
    }
  }
});

function unknownStatements(value: unknown): Statement[] {
  if (Array.isArray(value)) return value.flatMap(unknownStatements);
  if (typeof value !== "object" || value === null) return [];
  const node = value as Statement | Expression;
  const own = node.kind === "unknown-statement" ? [node] : [];
  return [...own, ...Object.values(value).flatMap(unknownStatements)];
}
