import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { innerStatements } from "../../../src/facts/sql/do-block.ts";
import { normalizeSql } from "../../../src/facts/sql/normalize.ts";
import { readSql, type SqlOperation } from "../../../src/facts/sql/read-sql.ts";
import { syntax } from "../../support/change.ts";

async function read(sql: string): Promise<readonly SqlOperation[]> {
  return readSql(sql, (await syntax()).parseSql);
}

/** Operations in short: kind, what it is about, and what matters of the rest. */
async function short(sql: string): Promise<readonly string[]> {
  return (await read(sql)).map(({ operation, conditional }) => {
    const about =
      "table" in operation && operation.table !== null
        ? operation.table
        : "name" in operation
          ? (operation.name ?? "")
          : operation.kind === "other"
            ? [operation.command, ...operation.relations].join(" ")
            : "";
    return `${conditional ? "perhaps " : ""}${operation.kind} ${about}`.trim();
  });
}

test.each([
  ["ALTER TABLE `t` MODIFY COLUMN a int", "a statement of MySQL, not of PostgreSQL"],
  ["CREATE TABLE t (id int AUTO_INCREMENT)", "a statement of MySQL, not of PostgreSQL"],
  ["CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT)", "a statement of SQLite, not of PostgreSQL"],
  ["SELEC 1", 'SQL that does not parse (syntax error at or near "SELEC")'],
  ["SELECT 1 FROM t WHERE id unknown_name", "SQL of which a part is only known at run time"],
])("%s: %s", async (sql, what) => {
  expect((await read(sql)).map(({ operation }) => operation)).toEqual([{ kind: "unknown", what }]);
});

describe("SQL is read into operations", () => {
  test.each([
    [
      "ALTER TABLE a.t ADD x int, DROP y, ALTER z SET NOT NULL",
      ["add-column a.t", "drop-column a.t", "alter-column a.t"],
    ],
    ["ALTER TABLE public.t DROP COLUMN y", ["drop-column t"]],
    ["DROP TABLE a, b", ["drop-table a", "drop-table b"]],
    ["DROP VIEW v; DROP TRIGGER tr ON t", ["other DROP VIEW v", "other DROP TRIGGER t"]],
    ["ALTER TABLE t SET SCHEMA s", ["rename-table t"]],
    ["SELECT 1", ["other SELECT"]],
    ["PRAGMA foreign_keys = OFF", ["other PRAGMA (SQLite)"]],
    ["SET @old = @@sql_mode; LOCK TABLES t WRITE", ["other SET (MySQL)", "other LOCK TABLES (MySQL)"]],
    ["SELECT * INTO copy FROM t", ["create-table copy"]],
    [
      "CREATE ROLE :name LOGIN PASSWORD :'secret'; ALTER TABLE :t DROP COLUMN x",
      ["other CREATE ROLE", "unknown"],
    ],
    ["ALTER TABLE t DROP COLUMN :\"x\"; SELECT :'x'", ["unknown", "other SELECT"]],
    [
      "WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO u SELECT * FROM gone",
      ["modify-rows t", "modify-rows u"],
    ],
    [
      "VACUUM FULL t; VACUUM t; REINDEX TABLE CONCURRENTLY t",
      ["other VACUUM FULL t", "other VACUUM t", "other REINDEX TABLE CONCURRENTLY t"],
    ],
    [
      "ALTER TABLE p DETACH PARTITION q CONCURRENTLY",
      ["other ALTER TABLE DETACH PARTITION CONCURRENTLY p q"],
    ],
    ["SET lock_timeout = '1s'", ["other SET lock_timeout"]],
    ["DROP TABLE a; this is no SQL; DROP TABLE b", ["drop-table a", "unknown", "drop-table b"]],
    ["-- only a comment", []],
  ])("%s", async (sql, expected) => {
    expect(await short(sql)).toEqual(expected);
  });

  test.each([
    ["UPDATE t SET a = 1", { filtered: false, selective: false }],
    ["UPDATE t SET a = 1 WHERE true", { filtered: false, selective: false }],
    ["UPDATE t SET a = 1 WHERE a IS NULL", { filtered: true, selective: false }],
    ["UPDATE t SET a = u.a FROM u WHERE u.id = t.id", { filtered: true, selective: false }],
    ["UPDATE t SET a = 1 WHERE id = 7", { filtered: true, selective: true }],
    ["UPDATE t SET a = 1 WHERE a IS NULL AND code IN ('x', 'y')", { filtered: true, selective: true }],
    ["UPDATE t SET a = 1 WHERE id = 7 OR a IS NULL", { filtered: true, selective: false }],
    ["DELETE FROM t WHERE id = :id", { filtered: true, selective: true }],
    ["DELETE FROM t", { filtered: false, selective: false }],
  ])("how many rows: %s", async (sql, expected) => {
    expect((await read(sql))[0]?.operation).toMatchObject(expected);
  });

  test("statements are found on their lines", async () => {
    const found = await read("\nUPDATE t\n  SET a = 1;\n\n-- then\nDROP TABLE t;");
    expect(found.map(({ line, endLine }) => [line, endLine])).toEqual([
      [2, 3],
      [6, 6],
    ]);
  });
});

describe("DO blocks", () => {
  test.each([
    [
      "BEGIN CREATE TYPE mood AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN null; END",
      ["other DO", "create-type mood"],
    ],
    [
      "BEGIN IF EXISTS (SELECT 1 FROM pg_tables) THEN DROP TABLE t; END IF; END",
      ["other DO", "drop-table t"],
    ],
    [
      "BEGIN IF EXISTS (SELECT 1) THEN DROP TABLE t; ELSE DROP TABLE u; END IF; END",
      ["other DO", "drop-table t", "perhaps drop-table u"],
    ],
    [
      "BEGIN IF random() > 0.5 THEN DROP TABLE t; END IF; DROP TABLE u; END",
      ["other DO", "perhaps drop-table t", "drop-table u"],
    ],
    [
      "DECLARE r record; n int := 0; BEGIN FOR r IN SELECT 1 LOOP UPDATE t SET a = r.a; n := n + 1; END LOOP; DELETE FROM u; END",
      ["other DO", "perhaps modify-rows t", "modify-rows u"],
    ],
    ["BEGIN EXECUTE 'DROP TABLE t'; END", ["other DO", "drop-table t"]],
    ["BEGIN EXECUTE format('ALTER TABLE %I DROP COLUMN x', n); END", ["other DO", "unknown"]],
    ["BEGIN EXECUTE format('CREATE INDEX %I ON t (a)', n); END", ["other DO", "create-index t"]],
    ["BEGIN EXECUTE q; END", ["other DO", "unknown"]],
    [
      "DECLARE a int; b int; BEGIN INSERT INTO t (x) VALUES (1) RETURNING id, x INTO STRICT a, b; UPDATE u SET x = b RETURNING id INTO a; END",
      ["other DO", "modify-rows t", "modify-rows u"],
    ],
    [
      "DECLARE n int; BEGIN WITH gone AS (DELETE FROM t RETURNING *) SELECT count(*) INTO n FROM gone; END",
      ["other DO", "modify-rows t"],
    ],
    ["BEGIN RAISE NOTICE 'x'; PERFORM f(); END", ["other DO"]],
  ])("%s", async (body, expected) => {
    expect(await short(`DO $$ ${body} $$`)).toEqual(expected);
  });

  test("any text is cut without failing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        for (const { start, end } of innerStatements(text)) expect(end).toBeGreaterThan(start);
      }),
    );
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom(
            "BEGIN",
            "IF",
            "THEN",
            "ELSE",
            "END",
            ";",
            "x",
            "LOOP",
            "CASE",
            "EXCEPTION",
            "WHEN",
          ),
        ),
        (words) => {
          innerStatements(words.join(" "));
        },
      ),
    );
  });
});

test("normalised SQL does not depend on layout, comments or case", () => {
  const plain = normalizeSql("UPDATE t SET \"A\" = 'X  y' WHERE b = 1");
  expect(normalizeSql("update  T\n set \"A\"='X  y' -- why\n where/* b */b=1 ;")).toBe(plain);
  expect(normalizeSql("update t set a = 'X y' where b = 1")).not.toBe(plain);
});
