import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { scopeOf } from "../../../src/facts/python/bindings.ts";
import { isInert } from "../../../src/facts/python/inert.ts";
import { outlineOf } from "../../../src/facts/python/outline.ts";
import { walkAll } from "../../../src/syntax/python/walk.ts";
import { syntax } from "../../support/change.ts";

/** `kind binds | mentions | bodies | what it changes`. Mentions are `name`, `name.{attributes}`; `*` is a deferred body, `~` an inert one. */
function shown(text: string): readonly string[] | null {
  const outline = outlineOf(text);
  if (outline === null) return null;
  return outline.map(({ kind, binds, mentions, bodies, changes }) => {
    const names = [...mentions].map(([name, taken]) =>
      taken === null ? name : `${name}.{${[...taken].join(",")}}`,
    );
    const functions = bodies.map((body) => `${body.name}${body.deferred ? "*" : ""}${body.inert ? "~" : ""}`);
    return [[kind, ...binds].join(" "), names.join(" "), functions.join(" "), changes.join(" ")].join(" | ");
  });
}

describe("top-level statements", () => {
  const cases: [string, string[] | null][] = [
    ["import a\nfrom b import c\n", ["import |  |  | ", "import |  |  | "]],
    ["x = f(y)  # z\n", ["statement x | x f y |  | "]],
    ["x: int = y\n", ["statement x | x int y |  | "]],
    ["a, b = c\n", ["statement a b | a b c |  | "]],
    ["x = y = 1\n", ["statement x y | x y |  | "]],
    [
      "app.include_router(users.router, prefix=settings.API)\n",
      ["statement | app.{include_router} users.{router} prefix settings.{API} |  | app"],
    ],
    ["setup(app)\n", ["statement | setup app |  | setup app"]],
    ["app.title = NAME\n", ["statement app | app.{title} NAME |  | app NAME"]],
    ["routes[0] = x\n", ["statement routes | routes x |  | routes x"]],
    ["if settings.debug:\n    app.mount(x)\n", ["statement | settings.{debug} app.{mount} x |  | app"]],
    ["try:\n    x = 1\nexcept E:\n    x = 2\nelse:\n    y = 3\n", ["statement x E y | x E y |  | "]],
    ["def f(a: A = b) -> C:\n    return d\n", ["function f | a A b C | f | "]],
    ["async def f():\n    return d\n", ["function f |  | f* | "]],
    ["def f():\n    yield d\n", ["function f |  | f* | "]],
    ["def f():\n    log(d)\n", ["function f |  | f~ | "]],
    [
      '@router.get("/x")\nasync def f(user: User = Depends(get_user)):\n    pass\n',
      ["function f | router.{get} x user User Depends get_user.{()} | f*~ | router"],
    ],
    [
      "class C(B):\n    x: int = y\n\n    def m(self):\n        return z\n\n    @validator\n    def v(self):\n        return w\n",
      ["class C | B x int y self validator w | C.m | "],
    ],
    ['"""Docs of x."""\n', ["statement |  |  | "]],
    ['T = Annotated["User", 1]\n', ["statement T | T Annotated User |  | "]],
    ["x = (\n    a\n)\ny = 1\n", ["statement x | x a |  | ", "statement y | y |  | "]],
    ["x = a + \\\n  b\n", ["statement x | x a b |  | "]],
    ['x = (\'(\', """\n\'\'\'(\n""")\ny = 1\n', ["statement x | x |  | ", "statement y | y |  | "]],
    ["x = (\n", null],
    ["x = )\n", null],
  ];
  test.each(cases)("%j", (text, expected) => {
    expect(shown(text)).toEqual(expected);
  });
});

test.each([
  ["    log(x)\n    raise E\n", true],
  ["    return\n", true],
  ["    if a.b == c:\n        f(a)\n", true],
  ["    return x\n", false],
  ["    self.x = 1\n", false],
  ["    x[0] = 1\n", false],
  ["    x += y\n", false],
  ["    items.append(x)\n", false],
  ["    app.include_router(x)\n", false],
  ["    global x\n", false],
])("%j is inert: %s", (body, expected) => {
  expect(isInert(body)).toBe(expected);
});

test("everything that the parser sees bound or named is in the outline", async () => {
  const { parsePython } = await syntax();
  const folder = join(import.meta.dirname, "../..");
  const rooms = ["syntax", "rules", "contract"].flatMap((room) =>
    readdirSync(join(folder, room), { recursive: true, encoding: "utf8" }).map((name) => join(room, name)),
  );
  const missing: string[] = [];
  let compared = 0;
  for (const file of rooms.filter((name) => name.endsWith(".py"))) {
    const text = readFileSync(join(folder, file), "utf8");
    const outline = outlineOf(text);
    const module = parsePython(text);
    if (outline === null || module.unread.length > 0) continue;
    compared += 1;
    const bound = new Set(outline.flatMap(({ binds }) => binds));
    for (const [name, bindings] of scopeOf(module.body).names) {
      if (bindings.every(({ binding }) => binding.kind === "import")) continue;
      if (!bound.has(name)) missing.push(`${file} binds ${name}`);
    }
    const mentioned = new Set(
      outline.flatMap(({ mentions, bodies }) => [
        ...mentions.keys(),
        ...bodies.flatMap((body) => [...body.mentions.keys()]),
      ]),
    );
    for (const node of walkAll(module.body)) {
      // oxlint-disable-next-line no-control-regex -- the range is all of ASCII
      if (node.kind !== "name" || !/^[\x00-\x7f]*$/.test(node.id)) continue;
      if (!mentioned.has(node.id)) missing.push(`${file} mentions ${node.id}`);
    }
  }
  expect(missing).toEqual([]);
  expect(compared).toBeGreaterThan(300);
});

test("it is total, and the statements do not overlap", () => {
  const piece = fc.constantFrom(
    "x",
    " = ",
    "(",
    ")",
    "[",
    "]",
    "\n",
    "\n    ",
    '"',
    "'",
    '"""',
    "\\",
    "#",
    ":",
    "def f",
    "class C",
    "@",
    ".",
    "import a",
    "from b import c",
    "async ",
    "\r\n",
    "\t",
    "1.5",
    "é",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
      const text = pieces.join("");
      const outline = outlineOf(text);
      const length = (outline ?? []).reduce(
        (sum, unit) => sum + unit.text.length + unit.bodies.reduce((all, body) => all + body.text.length, 0),
        0,
      );
      expect(length).toBeLessThanOrEqual(text.length + 60);
    }),
  );
});

test("it is linear", () => {
  const started = performance.now();
  for (const text of [
    "x.a:".repeat(100_000),
    "(".repeat(300_000),
    '"'.repeat(300_001),
    "\\".repeat(300_000),
    "def f():\n".repeat(50_000),
    `def f():\n${"    x .y\n".repeat(50_000)}`,
    `x = """${'\\"""'.repeat(100_000)}`,
  ]) {
    outlineOf(text);
    isInert(text);
  }
  expect(performance.now() - started).toBeLessThan(5_000);
});
