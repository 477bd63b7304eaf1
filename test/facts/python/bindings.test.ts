import { expect, test } from "vitest";

import type { Binding } from "../../../src/facts/python/project.ts";
import { projectOf } from "../../support/change.ts";

function described(binding: Binding): string {
  switch (binding.kind) {
    case "import":
      return `import ${".".repeat(binding.level)}${binding.module} ${binding.name ?? ""}`.trim();
    case "value":
      return `value ${binding.value === null ? "-" : binding.value.kind} line ${binding.node.line}`;
    default:
      return `${binding.kind} line ${binding.node.line}`;
  }
}

const cases: [string, Record<string, string[]>][] = [
  [
    "class A: x = 1\ndef f(): y = 1\nb = 1\n",
    { A: ["class line 1"], f: ["function line 2"], b: ["value number line 3"] },
  ],
  ["a = 1\na = 'x'\n", { a: ["value string line 2", "value number line 1"] }],
  ["a, (b, *c) = 1, x\n", { a: ["value number line 1"], b: ["value - line 1"], c: ["value - line 1"] }],
  ["a: int\nb: str = ''\n", { a: ["value - line 1"], b: ["value string line 2"] }],
  ["import a.b, c.d as e\n", { a: ["import a"], e: ["import c.d"] }],
  [
    "from .a import b as c, d\nfrom x import *\n",
    { c: ["import .a b"], d: ["import .a d"], "*": ["import x *"] },
  ],
  [
    "try:\n  from a import X\nexcept ImportError:\n  X = None\n",
    { X: ["import a X", "value constant line 4"] },
  ],
  ["if TYPE_CHECKING:\n  from a import X\nelse:\n  X = object\n", { X: ["value name line 4", "import a X"] }],
  [
    "if a:\n  X = 1\nelif b:\n  X = ''\nelse:\n  X = None\n",
    { X: ["value number line 2", "value string line 4", "value constant line 6"] },
  ],
  ["for i, j in x:\n  k = 1\n", { i: ["value - line 1"], j: ["value - line 1"], k: ["value number line 2"] }],
  ["with open(x) as f, y:\n  z = 1\n", { f: ["value - line 1"], z: ["value number line 2"] }],
  ["match x:\n  case 1:\n    y = 1\n", { y: ["value number line 3"] }],
  ["type A[T] = list[T]\n", { A: ["value subscript line 1"] }],
  ["def f(\na = 1\n", {}],
];

test.each(cases)("%j", async (text, expected) => {
  const bindings = (await projectOf({ "m.py": text })).bindings("m.py");
  const found = [...bindings].map(([name, list]) => [name, list.map(described)]);
  expect(Object.fromEntries(found)).toEqual(expected);
});

test("a file that is missing has none", async () => {
  expect((await projectOf({})).bindings("m.py").size).toBe(0);
});
