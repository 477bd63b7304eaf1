import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import type { ColumnType } from "../../../src/facts/database.ts";
import { judgeTypeChange, type TypeChange } from "../../../src/facts/postgresql/type-change.ts";
import { readSql } from "../../../src/facts/sql/read-sql.ts";
import { syntax } from "../../support/change.ts";

interface Measured {
  readonly types: readonly string[];
  readonly withoutRewrite: readonly (readonly [string, string])[];
  readonly impossible: readonly (readonly [string, string])[];
}

/** Measured on a real server: `types` each with each, in UTC. */
const measured: Measured = JSON.parse(readFileSync(join(import.meta.dirname, "type-changes.json"), "utf8"));

describe("a change of a column's type", () => {
  test("rewrites the table exactly where PostgreSQL does", async () => {
    const { parseSql } = await syntax();
    const typeOf = (name: string): ColumnType => {
      const [first] = readSql(`ALTER TABLE t ADD COLUMN x ${name}`, parseSql);
      if (first?.operation.kind !== "add-column" || first.operation.column.type === null)
        throw new Error(name);
      return first.operation.column.type;
    };
    const quiet = new Set(measured.withoutRewrite.map((pair) => pair.join(" → ")));
    const impossible = new Set(measured.impossible.map((pair) => pair.join(" → ")));
    // Types of the database's own are known by their name only.
    const types = measured.types.filter((name) => !name.startsWith("mood"));
    const wrong = types.flatMap((from) =>
      types.flatMap((to) => {
        const change = `${from} → ${to}`;
        if (from === to || impossible.has(change)) return [];
        const judged = judgeTypeChange(typeOf(from), typeOf(to), null);
        const expected = quiet.has(change) ? ["none", "time-zone"] : ["rewrite"];
        return expected.includes(judged) ? [] : [`${change}: ${judged}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  const string = (length?: string): ColumnType => ({
    name: "string",
    args: length === undefined ? [] : [length],
    opaque: false,
  });
  const plain = (name: string, ...args: string[]): ColumnType => ({ name, args, opaque: false });
  test.each<[string, ColumnType | null, ColumnType, string | null, TypeChange]>([
    ["from a type that is not known", null, plain("text"), null, "unknown"],
    ["from a type of its own", { name: "mood", args: [], opaque: true }, plain("text"), null, "unknown"],
    ["from an enum to text", plain("enum", "a", "b"), plain("text"), null, "rewrite"],
    ["between enums with other labels", plain("enum", "a"), plain("enum", "a", "b"), null, "unknown"],
    ["to a longer varchar", string("50"), string("100"), null, "none"],
    ["to a longer varchar by its plain cast", string("50"), string("100"), "v::varchar(100)", "none"],
    ["to a longer varchar by a function", string("50"), string("100"), "upper(v)", "rewrite"],
    ["float, which is double precision", plain("float"), plain("double"), null, "none"],
    ["float(10), which is real", plain("float", "10"), plain("double"), null, "rewrite"],
    ["timestamp to timestamptz", plain("datetime"), plain("datetime", "timezone"), null, "time-zone"],
  ])("%s", (_name, from, to, using, expected) => {
    expect(judgeTypeChange(from, to, using)).toBe(expected);
  });
});
