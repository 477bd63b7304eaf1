import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readSqlFile } from "../../../src/facts/sql/migration-files.ts";
import { compareVersions } from "../../../src/facts/sql/migration-name.ts";
import { findSqlMigrations } from "../../../src/facts/sql/sql-migrations.ts";
import { projectOf, syntax, type Files } from "../../support/change.ts";

/** The SQL migrations of a repository in the order in which they run. */
async function order(files: Files | readonly string[], globs: readonly string[] = []) {
  const all: Files = Array.isArray(files)
    ? Object.fromEntries(files.map((path) => [path, ""]))
    : (files as Files);
  const { snapshot } = await projectOf(all);
  const migrations = findSqlMigrations(snapshot, globs);
  return migrations
    .inOrder([...snapshot.entries.keys()].filter(migrations.has))
    .map((path) =>
      migrations.directionOf(path) === "marked" ? path : `${path} ${migrations.directionOf(path)}`,
    );
}

describe("SQL migrations run in the order of", () => {
  test.each([
    [
      "Flyway",
      [
        "db/migration/V1__a.sql",
        "db/migration/V1_1__b.sql",
        "db/migration/later/V2__c.sql",
        "db/migration/V10__d.sql",
        "db/migration/R__views.sql",
      ],
    ],
    ["goose", ["migrations/00002_a.sql", "migrations/00010_b.sql", "migrations/20240102030405_c.sql"]],
    ["versions without leading zeros", ["migrations/2_a.sql", "migrations/10_b.sql", "migrations/100_c.sql"]],
    [
      "Prisma",
      [
        "prisma/migrations/20230101000000_init/migration.sql",
        "prisma/migrations/20240101000000_more/migration.sql",
      ],
    ],
    [
      "Supabase",
      ["supabase/migrations/20230101000000_init.sql", "supabase/migrations/20240101000000_more.sql"],
    ],
    ["folder after folder", ["a/migrations/1.sql", "a/migrations/2.sql", "b/migrations/1.sql"]],
    ["what has no version", ["migrations/1_a.sql", "migrations/helper.sql", "migrations/seed.sql"]],
  ])("%s", async (_, expected) => {
    expect(await order(expected.toReversed())).toEqual(expected);
  });

  test("golang-migrate, with the ways back", async () => {
    expect(
      await order(["migrations/1_a.up.sql", "migrations/2_b.up.sql", "migrations/1_a.down.sql"]),
    ).toEqual(["migrations/1_a.down.sql down", "migrations/1_a.up.sql", "migrations/2_b.up.sql"]);
  });

  test("Flyway's undo migrations are no upgrade", async () => {
    expect(await order(["db/migration/V2__a.sql", "db/migration/U2__a.sql"])).toEqual([
      "db/migration/U2__a.sql down",
      "db/migration/V2__a.sql",
    ]);
  });

  test("sqitch's plan; reworked changes keep their older script", async () => {
    const plan = `%syntax-version=1.0.0
%project=shop

# The first ones
users 2024-01-01T00:00:00Z Ann <ann@example.com> # Users
basic/orders [users] 2024-01-02T00:00:00Z Ann <ann@example.com>
@v1.0 2024-01-03T00:00:00Z Ann <ann@example.com> # Tag

users [users@v1.0] 2024-01-04T00:00:00Z Ann <ann@example.com>
+ a_last 2024-01-05T00:00:00Z Ann <ann@example.com>
`;
    expect(
      await order({
        "db/sqitch.plan": plan,
        "db/deploy/a_last.sql": "",
        "db/deploy/basic/orders.sql": "",
        "db/deploy/users.sql": "",
        "db/deploy/users@v1.0.sql": "",
        "db/deploy/unplanned.sql": "",
        "db/revert/users.sql": "",
        "db/verify/users.sql": "",
        "db/other/users.sql": "",
      }),
    ).toEqual([
      "db/deploy/users@v1.0.sql",
      "db/deploy/basic/orders.sql",
      "db/deploy/users.sql",
      "db/deploy/a_last.sql",
      "db/deploy/unplanned.sql",
      "db/revert/users.sql down",
      "db/verify/users.sql none",
    ]);
  });

  test("sqitch with other folders, as sqitch.conf names them", async () => {
    expect(
      await order({
        "sqitch.conf":
          '[core]\n\tengine = pg\n\ttop_dir = sql\n\tdeploy_dir = "sql/up"\n[target "x"]\n\ttop_dir = no\n',
        "sql/sqitch.plan": "b 2024-01-01T00:00:00Z A <a@b>\na 2024-01-01T00:00:00Z A <a@b>\n",
        "sql/up/a.sql": "",
        "sql/up/b.sql": "",
        "sql/deploy/c.sql": "",
      }),
    ).toEqual(["sql/up/b.sql", "sql/up/a.sql"]);
  });

  test("folders that the configuration names", async () => {
    const paths = ["db/changes/10.sql", "db/changes/9.sql", "db/queries/1.sql"];
    expect(await order(paths)).toEqual([]);
    expect(await order(paths, ["db/changes/*.sql"])).toEqual(["db/changes/9.sql", "db/changes/10.sql"]);
  });
});

test("versions are ordered like numbers", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(), { maxLength: 3 }), fc.array(fc.nat(), { maxLength: 3 }), (a, b) => {
      const padded = (numbers: readonly number[]) => [0, 1, 2].map((at) => numbers[at] ?? 0);
      const difference =
        padded(a)
          .map((one, at) => one - (padded(b)[at] ?? 0))
          .find((one) => one !== 0) ?? 0;
      expect(Math.sign(compareVersions(a.map(String), b.map(String)))).toBe(Math.sign(difference));
    }),
  );
});

/** Tables that are made upwards and downwards, with their lines and transactions. */
async function made(path: string, sql: string) {
  const { upgrade, downgrade } = readSqlFile(path, sql, (await syntax()).parseSql);
  const tables = (statements: typeof upgrade) =>
    statements.flatMap(({ operation, where, segment }) =>
      operation.kind === "create-table" ? [`${operation.table}:${where.line} ${segment ?? "alone"}`] : [],
    );
  return { up: tables(upgrade), down: tables(downgrade) };
}

describe("directions of a file", () => {
  test.each([
    ["goose", "-- +goose Up", "-- +goose Down", 0],
    ["goose, without a transaction", "-- +goose NO TRANSACTION\n-- +goose Up", "-- +goose Down", "alone"],
    ["dbmate", "-- migrate:up", "-- migrate:down", 0],
    ["dbmate, without a transaction", "-- migrate:up transaction:false", "-- migrate:down", "alone"],
    ["sql-migrate", "-- +migrate Up", "-- +migrate Down", 0],
    ["sql-migrate, without a transaction", "-- +migrate Up notransaction", "-- +migrate Down", "alone"],
    ["rambler", "-- rambler up", "-- rambler down", 0],
    ["MyBatis", "--", "-- //@UNDO", 0],
    ["tern", "--", "---- create above / drop below ----", 0],
    ["sqlx", "-- no-transaction", "---- create above / drop below ----", "alone"],
  ])("%s", async (_, up, down, segment) => {
    const lines = up.split("\n").length;
    expect(
      await made("m.sql", `${up}\nCREATE TABLE a (id int);\n${down}\nCREATE TABLE b (id int);\n`),
    ).toEqual({
      up: [`a:${lines + 1} ${segment}`],
      down: [`b:${lines + 3} ${segment}`],
    });
  });

  test.each(["x.down.sql", "x.undo.sql", "a/down.sql", "U2__x.sql"])("%s undoes", async (path) => {
    expect(await made(path, "CREATE TABLE a (id int)")).toEqual({ up: [], down: ["a:1 0"] });
  });
});

test("what psql reads itself is no statement", async () => {
  const sql = `\\set ON_ERROR_STOP on
\\connect shop
CREATE TABLE a (id int);
COPY a (id) FROM stdin;
1
'; CREATE TABLE no (id int);
\\.
CREATE TABLE b (id int);
`;
  const body = readSqlFile("m.sql", sql, (await syntax()).parseSql);
  expect(body.upgrade.map(({ operation, where }) => [operation.kind, where.line])).toEqual([
    ["create-table", 3],
    ["other", 4],
    ["create-table", 8],
  ]);
});
