import { describe, expect, test } from "vitest";

import { childrenOf, walkAll, walkScope } from "../../../src/syntax/python/walk.ts";
import { syntax } from "../../support/change.ts";

const source = `
import os
@decorated(1)
def outer(a: int = default()) -> list[str]:
    with opened() as handle, other():
        for x in source():
            yield [y for y in x if keep(y)]
    try:
        await inner()
    except Problem as problem:
        raise Wrapped(problem) from cause
    finally:
        done()
    def nested():
        return hidden()
    return lambda: later()
class Model(Base, metaclass=meta()):
    field: int = value()
match thing():
    case 1 if guard():
        matched()
f"{shown()!r:>10}" + {**spread(), key(): item()}[sliced():]
`;

async function namesOf(walk: typeof walkAll): Promise<readonly string[]> {
  const { parsePython } = await syntax();
  const names: string[] = [];
  for (const node of walk(parsePython(source).body)) {
    if (node.kind === "call" && node.callee.kind === "name") names.push(node.callee.id);
  }
  return names;
}

describe("walkAll", () => {
  test("meets every call in order of the source", async () => {
    expect(await namesOf(walkAll)).toEqual(
      (
        "decorated default opened other source keep inner Wrapped done hidden later meta value " +
        "thing guard matched shown spread key item sliced"
      ).split(" "),
    );
  });

  test("a literal of 200,000 elements and a long chain do not overflow the stack", async () => {
    const { parsePython } = await syntax();
    const wide = parsePython(`x = [${"1,".repeat(200_000)}]`);
    expect([...walkAll(wide.body)]).toHaveLength(200_003);
  });
});

describe("walkScope", () => {
  test("stays within one scope", async () => {
    expect(await namesOf(walkScope)).toEqual("thing guard matched shown spread key item sliced".split(" "));
  });

  test("meets what it does not enter", async () => {
    const { parsePython } = await syntax();
    const kinds = [...walkScope(parsePython(source).body)].map((node) => node.kind);
    expect(kinds.filter((kind) => kind === "function" || kind === "class")).toEqual(["function", "class"]);
  });
});

test("childrenOf of a leaf is empty", async () => {
  const { parsePython } = await syntax();
  const [statement] = parsePython("pass").body;
  expect(statement === undefined ? null : [...childrenOf(statement)]).toEqual([]);
});
