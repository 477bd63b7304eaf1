import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { scanHeader } from "../../../src/facts/alembic/header.ts";

/** Values by name, `?` for what is left to the parser. */
function scan(text: string): Readonly<Record<string, readonly string[] | "?">> {
  return Object.fromEntries([...scanHeader(text)].map(([name, { value }]) => [name, value ?? "?"]));
}

describe("the header of a revision", () => {
  test.each([
    [`revision = "a1"\ndown_revision = None`, { revision: ["a1"], down_revision: [] }],
    [
      `revision: str = 'a1'  # id\ndown_revision: Union[str, None] = 'b2'`,
      { revision: ["a1"], down_revision: ["b2"] },
    ],
    [`revision="a1"`, { revision: ["a1"] }],
    [`down_revision = ("a", "b")`, { down_revision: ["a", "b"] }],
    [`down_revision = (\n    "a",  # one\n    'b',\n)`, { down_revision: ["a", "b"] }],
    [`down_revision = "a", "b"`, { down_revision: ["a", "b"] }],
    [`depends_on = ["x"]\nbranch_labels = ("core",)`, { depends_on: ["x"], branch_labels: ["core"] }],
    [`revision = "a"\nrevision = "b"`, { revision: ["b"] }],
    [`revision = \\\n  "a"`, { revision: "?" }],
    [`revision = make_id()\ndown_revision = PARENT`, { revision: "?", down_revision: "?" }],
    [`revision, down_revision = "a", "b"`, { revision: "?" }],
    [`"""\nrevision = "in a docstring"\n"""\nrevision = "real"`, { revision: ["real"] }],
    [`x = (\nrevision == "no"\n)\nrevision = "a"`, { revision: ["a"] }],
    [`# revision = "no"\nif x:\n    revision = "no"`, {}],
    [`revision == "a"\nrevisions = ["b"]`, {}],
    [`revision = "a\\"b"`, { revision: "?" }],
    [`revision = ""`, { revision: "?" }],
    [`revision = "a"\r\ndown_revision = "b"\r\n`, { revision: ["a"], down_revision: ["b"] }],
  ])("%j", (text, expected) => {
    expect(scan(text)).toEqual(expected);
  });

  test("is found on its line", () => {
    expect(scanHeader(`"""Two\nlines."""\n\nrevision = "a"`).get("revision")?.line).toBe(4);
  });

  test("any text is scanned, in time that grows with its length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        scanHeader(text);
      }),
    );
    const hostile = `revision = ${'"'.repeat(3)}${"('".repeat(200_000)}`;
    const start = performance.now();
    scanHeader(hostile);
    scanHeader("revision: ".repeat(100_000));
    expect(performance.now() - start).toBeLessThan(2000);
  });
});
