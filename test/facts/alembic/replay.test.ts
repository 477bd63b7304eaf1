import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { comparableDefault } from "../../../src/changes/schema-equality.ts";
import { replayMigrations } from "../../../src/facts/alembic/replay.ts";
import { readMigrations } from "../../../src/facts/alembic/read-migrations.ts";
import { readRevisions } from "../../../src/facts/alembic/read-revisions.ts";
import { normalizeExpression } from "../../../src/facts/alembic/column-definition.ts";
import { formatColumnType, normalColumnType } from "../../../src/facts/column-types.ts";
import type { Column, Constraint, DatabaseSchema, Index, Table } from "../../../src/facts/database.ts";
import { wholeScope } from "../../../src/facts/scope.ts";
import { readSqlFile } from "../../../src/facts/sql/migration-files.ts";
import { readSchema } from "../../../src/facts/sqlalchemy/read-schema.ts";
import { projectOf, syntax, type Files } from "../../support/change.ts";

const models = join(import.meta.dirname, "..", "sqlalchemy", "fixtures");

const { parseSql } = await syntax();
const normal = (sql: string): string => normalizeExpression(sql, parseSql);

/** What both sources can say of a table: names are a convention's or PostgreSQL's. */
function common(table: Table, uncertain: ReadonlySet<string>) {
  return {
    columns: [...table.columns.values()].map((column) => columnText(column, uncertain)).sort(),
    indexes: table.indexes.map(indexText).sort(),
    constraints: table.constraints.map(constraintText).sort(),
  };
}

function columnText(column: Column, uncertain: ReadonlySet<string>): string {
  const type = uncertain.has(column.name) ? "?" : formatColumnType(normalColumnType(column.type));
  const key = column.primaryKey ? " key" : "";
  const value =
    column.serverDefault === null ? "" : ` default ${comparableDefault(normal(column.serverDefault))}`;
  const computed = column.computed === null ? "" : ` as ${normal(column.computed)}`;
  return `${column.name} ${type}${column.nullable ? "" : " not null"}${key}${value}${computed}`;
}

function indexText({ columns, unique, detail }: Index): string {
  const elements = columns.map((column) => {
    const [, element = "", order = ""] = /^(.*?)((?: desc)?(?: nulls (?:first|last))?)$/.exec(column) ?? [];
    return `${normal(element)}${order}`;
  });
  return `${unique ? "unique " : ""}${elements.join(", ")} ${detailText(detail)}`.trim();
}

function detailText(detail: string | undefined): string {
  const [, start = "", where = ""] = /^(.*?)(?:where (.*))?$/.exec(detail ?? "") ?? [];
  return `${start}${where === "" ? "" : `where ${normal(where)}`}`;
}

function constraintText({ kind, columns, references, expression, detail }: Constraint): string {
  const target = references === null ? "" : ` -> ${references.table} (${references.columns.join(", ")})`;
  const listed = (kind === "primary-key" ? [...columns].sort() : columns).join(", ");
  const condition = expression === null ? "" : ` ${normal(expression)}`;
  return `${kind} (${listed})${target}${condition} ${detailText(detail)}`.trim();
}

async function modelsIn(folder: string): Promise<DatabaseSchema> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".py"),
  );
  const files = Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
  const project = await projectOf(files);
  return readSchema(project, wholeScope(project.paths));
}

async function replayed(files: Files): Promise<DatabaseSchema> {
  const project = await projectOf(files);
  const paths = new Set(Object.keys(files));
  return replayMigrations(readMigrations(project, readRevisions(project), paths, await syntax()));
}

const fixtures = readdirSync(models).filter((name) => name.endsWith(".sql"));

describe("models, and the DDL that SQLAlchemy makes of them, are one schema", () => {
  test.each(fixtures)("%s", async (file) => {
    const ddl = readSqlFile(file, readFileSync(join(models, file), "utf8"), (await syntax()).parseSql);
    const fromDdl = replayMigrations([ddl]);
    const fromModels = await modelsIn(join(models, file.replace(".sql", "")));
    expect(fromDdl.unresolved).toEqual([]);
    expect([...fromDdl.tables.keys()].sort()).toEqual([...fromModels.tables.keys()].sort());
    for (const [name, table] of fromModels.tables) {
      const made = fromDdl.tables.get(name);
      if (made === undefined) throw new Error(`no ${name}`);
      // Types that are made elsewhere (`create_type=False`) or that only the run knows.
      const unknown = [...table.columns.values(), ...made.columns.values()].filter(({ type }) => type.opaque);
      const uncertain = new Set(unknown.map((column) => column.name));
      expect({ name, ...common(made, uncertain) }).toEqual({ name, ...common(table, uncertain) });
    }
  });
});

describe("revisions", () => {
  const folder = join(import.meta.dirname, "fixtures", "golden", "versions");
  const golden = join(import.meta.dirname, "golden");

  test("replayed give what the SQL gives that Alembic renders of them", async () => {
    const files: Record<string, string> = {
      "alembic/env.py": "from alembic import context\ncontext.configure()\n",
    };
    for (const name of readdirSync(folder).filter((file) => file.endsWith(".py"))) {
      files[`alembic/versions/${name}`] = readFileSync(join(folder, name), "utf8");
    }
    const bodies = readdirSync(golden).map((name) =>
      readSqlFile(name, readFileSync(join(golden, name), "utf8"), parseSql),
    );
    const fromSql = replayMigrations(bodies);
    const fromPython = await replayed(files);
    const names = [...fromSql.tables.keys()].filter((name) => name !== "alembic_version").sort();
    expect([...fromPython.tables.keys()].sort()).toEqual(names);
    for (const name of names) {
      const [python, sql] = [fromPython.tables.get(name), fromSql.tables.get(name)];
      if (python === undefined || sql === undefined) throw new Error(name);
      expect({ name, ...common(python, new Set()) }).toEqual({ name, ...common(sql, new Set()) });
    }
  });
});

describe("SQL", () => {
  const after = async (sql: string) =>
    replayMigrations([readSqlFile("m.sql", sql, (await syntax()).parseSql)]);
  const table = "CREATE TABLE t (id int PRIMARY KEY, a text UNIQUE, b int NOT NULL DEFAULT 3);\n";

  test.each([
    ["ALTER TABLE t DROP COLUMN a", ["b integer not null default 3", "id integer not null key"]],
    [
      "ALTER TABLE t RENAME COLUMN b TO c",
      ["a text", "c integer not null default 3", "id integer not null key"],
    ],
    [
      "ALTER TABLE t ALTER b DROP NOT NULL, ALTER b DROP DEFAULT",
      ["a text", "b integer", "id integer not null key"],
    ],
    [
      "ALTER TABLE t ALTER b TYPE bigint",
      ["a text", "b biginteger not null default 3", "id integer not null key"],
    ],
    [
      "ALTER TABLE t DROP CONSTRAINT t_pkey",
      ["a text", "b integer not null default 3", "id integer not null"],
    ],
  ])("%s", async (sql, columns) => {
    const made = (await after(table + sql)).tables.get("t");
    expect(made === undefined ? null : common(made, new Set()).columns).toEqual(columns);
  });

  test("a constraint without a name is dropped by the name that PostgreSQL gave it", async () => {
    const made = (await after(`${table}ALTER TABLE t DROP CONSTRAINT t_a_key`)).tables.get("t");
    expect(made?.constraints.map(({ kind }) => kind)).toEqual(["primary-key"]);
  });

  test("references follow a table's new name", async () => {
    const made = await after(
      `${table}CREATE TABLE u (t_id int REFERENCES t (id)); ALTER TABLE t RENAME TO s;`,
    );
    expect([...made.tables.keys()]).toEqual(["u", "s"]);
    expect(made.tables.get("u")?.constraints[0]?.references).toEqual({ table: "s", columns: ["id"] });
  });

  test("labels of an enum grow and are renamed", async () => {
    const made = await after(
      "CREATE TYPE mood AS ENUM ('a', 'b'); CREATE TABLE t (m mood); ALTER TYPE mood ADD VALUE 'c'; ALTER TYPE mood RENAME VALUE 'a' TO 'z';",
    );
    expect(made.tables.get("t")?.columns.get("m")?.type).toEqual({
      name: "enum",
      args: ["b", "c", "z"],
      opaque: false,
    });
  });

  test("what no migration made, and what could not be read, is said", async () => {
    const made = await after("ALTER TABLE other ADD COLUMN a int; SELEC 1;");
    expect(made.unresolved.map(({ what }) => what)).toEqual([
      "`other` is changed, but no migration made it",
      'SQL that does not parse (syntax error at or near "SELEC")',
    ]);
  });

  test("never throws, and what is added and dropped again leaves nothing", async () => {
    const name = fc.constantFrom("a", "b", "__proto__", "constructor");
    const statement = fc.oneof(
      name.map((one) => `ALTER TABLE t ADD COLUMN "${one}x" int; ALTER TABLE t DROP COLUMN "${one}x"`),
      name.map((one) => `CREATE INDEX "${one}i" ON t (b); DROP INDEX "${one}i"`),
      name.map(
        (one) => `ALTER TABLE t ADD CONSTRAINT "${one}c" UNIQUE (b); ALTER TABLE t DROP CONSTRAINT "${one}c"`,
      ),
      name.map((one) => `CREATE TABLE "${one}" (x int); DROP TABLE "${one}"`),
    );
    const base = replayMigrations([readSqlFile("m.sql", table, parseSql)]);
    fc.assert(
      fc.property(fc.array(statement), (statements) => {
        const made = replayMigrations([readSqlFile("m.sql", table + statements.join(";\n"), parseSql)]);
        expect(made).toEqual(base);
      }),
      { numRuns: 50 },
    );
  });
});
