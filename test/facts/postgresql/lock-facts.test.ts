import { describe, expect, test } from "vitest";

import type { ColumnType } from "../../../src/facts/database.ts";
import { lockCases, measuredVersions } from "../../../src/facts/postgresql/lock-cases.ts";
import { lockFacts } from "../../../src/facts/postgresql/lock-facts.ts";
import { blockedBy, lockModeOf, lockModes, strongest } from "../../../src/facts/postgresql/locks.ts";
import table from "../../../src/facts/postgresql/pg15-lock-table.json" with { type: "json" };
import { judgeTypeChange } from "../../../src/facts/postgresql/type-change.ts";
import { readSql } from "../../../src/facts/sql/read-sql.ts";
import { syntax } from "../../support/change.ts";

/** Columns of the table `t` on which everything was measured. */
const types: Readonly<Record<string, ColumnType>> = {
  a: { name: "integer", args: [], opaque: false },
  b: { name: "text", args: [], opaque: false },
  v: { name: "string", args: ["50"], opaque: false },
  n: { name: "numeric", args: ["10", "2"], opaque: false },
  ts: { name: "datetime", args: [], opaque: false },
  m: { name: "enum", args: ["a", "b"], opaque: false },
  j: { name: "json", args: [], opaque: false },
  c: { name: "char", args: ["10"], opaque: false },
};

/** Measured, and not modelled: renames of what no code names, settings of storage, views, domains, databases. */
const notModelled =
  /RENAME CONSTRAINT|ALTER INDEX|SET SCHEMA|SET STATISTICS|SET \(|COMMENT|CREATE VIEW|PARTITION OF|ALTER DOMAIN|COLLATE|z\.dom/;

interface Case {
  readonly sql: string;
  readonly locks?: Readonly<Record<string, string | undefined>>;
  readonly rewrite?: readonly string[] | null;
  readonly scan?: readonly string[] | null;
  readonly error: string | null;
}

const entries: readonly Case[] = table.cases;
const measured = entries.filter(
  (entry) =>
    !entry.sql.startsWith("BEGIN;") &&
    entry.error?.startsWith("ERROR") !== true &&
    !notModelled.test(entry.sql),
);

describe("what is said of a statement is what was measured of it", () => {
  test.each(measured.map((entry) => [entry.sql, entry] as const))("%s", async (sql, entry) => {
    const [read] = readSql(sql, (await syntax()).parseSql);
    if (read === undefined) throw new Error("nothing read");
    const { operation } = read;
    const from = operation.kind === "alter-column" ? (types[operation.column] ?? null) : null;
    const typeChange =
      operation.kind === "alter-column" && operation.type !== null
        ? judgeTypeChange(from, operation.type, operation.using)
        : "none";
    const referenced = sql.includes("fk0") ? "r" : null;
    const facts = lockFacts(operation, { version: 15, typeChange, provenNotNull: false, referenced });
    if (facts === null) throw new Error("not modelled");
    const known = new Set(facts.locks.map((lock) => lock.relation));
    const expected = Object.entries(entry.locks ?? {}).flatMap(([relation, mode]) =>
      known.has(relation) && mode !== undefined ? [{ relation, mode: lockModeOf(mode) }] : [],
    );
    expect(facts.locks).toEqual(expected.sort((a, b) => (a.relation < b.relation ? -1 : 1)));
    expect(facts.rewrite).toBe([...known].some((relation) => entry.rewrite?.includes(relation)));
    const reads = (relation: string) => entry.scan?.some((one) => one.startsWith(`${relation}:`)) === true;
    expect(facts.scan).toBe([...known].some(reads));
  });
});

describe("other versions", () => {
  const facts = async (sql: string, version: number, provenNotNull = false) => {
    const [read] = readSql(sql, (await syntax()).parseSql);
    if (read === undefined) throw new Error("nothing read");
    return lockFacts(read.operation, { version, typeChange: "time-zone", provenNotNull, referenced: null });
  };

  test("11 to 18 are measured; another one is judged by the nearest", () => {
    expect(measuredVersions).toEqual([11, 12, 13, 14, 15, 16, 17, 18]);
    expect(lockCases(10)).toBe(lockCases(11));
    expect(lockCases(19)).toBe(lockCases(18));
  });

  test.each([
    ["ALTER TABLE t ALTER COLUMN ts TYPE timestamptz", 11, { rewrite: true, scan: true }],
    ["ALTER TABLE t ALTER COLUMN ts TYPE timestamptz", 12, { rewrite: false, scan: false }],
    ["ALTER TABLE t ADD PRIMARY KEY (a)", 15, { rewrite: false, scan: true }],
    ["ALTER TABLE t ADD COLUMN q int GENERATED ALWAYS AS (a + 1) STORED", 18, { rewrite: true, scan: true }],
  ])("%s on %i", async (sql, version, expected) => {
    expect(await facts(sql, version)).toMatchObject({
      ...expected,
      locks: [{ relation: "t", mode: "ACCESS EXCLUSIVE" }],
    });
  });

  test("a validated CHECK spares SET NOT NULL its scan since PostgreSQL 12", async () => {
    const sql = "ALTER TABLE t ALTER COLUMN a SET NOT NULL";
    expect(await facts(sql, 11, true)).toMatchObject({ scan: true });
    expect(await facts(sql, 12, true)).toMatchObject({ scan: false });
    expect(await facts(sql, 18)).toMatchObject({ scan: true });
  });

  test("ATTACH PARTITION lets others read and write since PostgreSQL 12", async () => {
    const sql = "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (20)";
    const modeOn = async (version: number) => (await facts(sql, version))?.locks[0]?.mode;
    expect(await modeOn(11)).toBe("ACCESS EXCLUSIVE");
    expect(await modeOn(12)).toBe("SHARE UPDATE EXCLUSIVE");
  });
});

describe("lock modes", () => {
  test.each([
    ["ACCESS SHARE", "nothing"],
    ["ROW EXCLUSIVE", "nothing"],
    ["SHARE UPDATE EXCLUSIVE", "nothing"],
    ["SHARE", "writes"],
    ["SHARE ROW EXCLUSIVE", "writes"],
    ["EXCLUSIVE", "writes"],
    ["ACCESS EXCLUSIVE", "reads and writes"],
  ] as const)("%s keeps out %s", (mode, blocked) => {
    expect(blockedBy(mode)).toBe(blocked);
  });

  test("the strongest of several counts", () => {
    expect(strongest(["SHARE", "ACCESS SHARE", "EXCLUSIVE"])).toBe("EXCLUSIVE");
    expect(strongest([])).toBeNull();
    expect(strongest(lockModes)).toBe("ACCESS EXCLUSIVE");
  });
});
