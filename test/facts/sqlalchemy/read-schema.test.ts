import { wholeScope } from "../../../src/facts/scope.ts";
import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

import { describe, expect, test } from "vitest";

import { formatColumnType, genericTypeName } from "../../../src/facts/column-types.ts";
import type { ColumnType, Constraint, DatabaseSchema, Index, Table } from "../../../src/facts/database.ts";
import { normaliseSql } from "../../../src/facts/sqlalchemy/sql-text.ts";
import { readSchema } from "../../../src/facts/sqlalchemy/read-schema.ts";
import { projectOf, type Files } from "../../support/change.ts";

const fixtures = join(import.meta.dirname, "fixtures");

/** Columns whose type no reader of source text could tell; everything else has to agree with SQLAlchemy. */
const opaque = new Map<string, readonly string[]>();

/** What make-golden.py writes. */
interface GoldenTable {
  readonly columns: Readonly<Record<string, GoldenColumn>>;
  readonly indexes: readonly GoldenIndex[];
  readonly constraints: readonly GoldenConstraint[];
}
interface GoldenColumn {
  readonly type: string | { readonly enum: readonly string[] };
  readonly nullable: boolean;
  readonly default: string | null;
  readonly primary_key: boolean;
  readonly identity: boolean;
  readonly computed: string | null;
}
interface GoldenIndex {
  readonly name: string | null;
  readonly columns: readonly string[];
  readonly unique: boolean;
  readonly using: string | null;
  readonly operators: Readonly<Record<string, string>>;
  readonly include: readonly string[];
  readonly nulls_not_distinct: boolean;
  readonly where: string | null;
}
interface GoldenConstraint {
  readonly kind: Constraint["kind"];
  readonly name?: string | null;
  readonly columns?: readonly string[];
  readonly table?: string;
  readonly references?: readonly string[];
  readonly ondelete?: string | null;
  readonly onupdate?: string | null;
  readonly deferrable?: boolean;
  readonly initially?: string | null;
  readonly expression?: string;
}

const names = readdirSync(fixtures, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe.each(names)("%s", (name) => {
  const golden = JSON.parse(readFileSync(join(fixtures, `${name}.json`), "utf8")) as {
    readonly tables: Readonly<Record<string, GoldenTable>>;
  };
  const schema = schemaOf(filesIn(join(fixtures, name)));

  test("has SQLAlchemy's tables", async () => {
    expect([...(await schema).tables.keys()].sort()).toEqual(Object.keys(golden.tables).sort());
  });

  test.each(Object.entries(golden.tables))("%s", async (tableName, expected) => {
    const table = (await schema).tables.get(tableName);
    if (table === undefined) throw new Error(`no table ${tableName}`);
    const skipped = new Set(opaque.get(name));
    expect(ours(table, skipped)).toEqual(theirs(expected, skipped, tableName));
    expect(table.confidence).toBe("high");
  });
});

async function schemaOf(files: Files): Promise<DatabaseSchema> {
  const project = await projectOf(files);
  return readSchema(project, wholeScope(project.paths));
}

function filesIn(root: string): Files {
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
    path.endsWith(".py"),
  );
  return Object.fromEntries(
    paths.map((path) => [relative(root, join(root, path)), readFileSync(join(root, path), "utf8")]),
  );
}

// ── ours ───────────────────────────────────────────────────────────────────────────────────────────────────────

function ours(table: Table, skipped: ReadonlySet<string>) {
  return {
    columns: Object.fromEntries(
      [...table.columns.values()].map((column) => [
        column.name,
        {
          type: skipped.has(column.name) ? "" : typeText(column.type),
          nullable: column.nullable,
          default: column.serverDefault,
          primaryKey: column.primaryKey,
          identity: column.identity,
          computed: column.computed,
        },
      ]),
    ),
    indexes: sorted(table.indexes.map(indexText)),
    constraints: sorted(table.constraints.map(constraintText)),
  };
}

function typeText(type: ColumnType): string {
  return type.opaque ? `opaque ${type.name}` : formatColumnType(type);
}

function indexText({ name, columns, unique, detail }: Index): string {
  return `${unique ? "unique " : ""}${name ?? "convention"} (${columns.join(", ")}) ${detail ?? ""}`.trim();
}

function constraintText({ kind, name, columns, references, expression, detail }: Constraint): string {
  if (kind === "check") return `check ${expression}`;
  const own = `${kind} ${name ?? "convention"} (${setText(kind, columns)})`;
  if (references === null) return own;
  return `${own} -> ${references.table} (${references.columns.join(", ")}) ${detail ?? ""}`.trim();
}

/** A primary key's columns have no order that matters here: SQLAlchemy's depends on when mixins made theirs. */
function setText(kind: string, columns: readonly string[]): string {
  return (kind === "primary-key" ? [...columns].sort() : columns).join(", ");
}

// ── SQLAlchemy's ───────────────────────────────────────────────────────────────────────────────────────────────

function theirs(table: GoldenTable, skipped: ReadonlySet<string>, tableName: string) {
  return {
    columns: Object.fromEntries(
      Object.entries(table.columns).map(([name, column]) => [
        name,
        {
          type: skipped.has(name) ? "" : goldenType(column.type),
          nullable: column.nullable,
          default: column.default === null ? null : normaliseSql(column.default),
          primaryKey: column.primary_key,
          identity: column.identity,
          computed: column.computed === null ? null : normaliseSql(column.computed),
        },
      ]),
    ),
    indexes: sorted(
      table.indexes.map((index) =>
        indexText({
          name: index.name,
          columns: index.columns.map((column) => normaliseSql(column)),
          unique: index.unique,
          where: { path: "", line: 0, endLine: 0 },
          detail: [
            ...(index.using === null ? [] : [`using ${index.using}`]),
            ...Object.entries(index.operators).map(([column, operator]) => `operators ${column} ${operator}`),
            ...(index.include.length === 0 ? [] : [`include ${index.include.join(", ")}`]),
            ...(index.nulls_not_distinct ? ["nulls not distinct"] : []),
            ...(index.where === null ? [] : [`where ${normaliseSql(index.where)}`]),
          ].join(" "),
        }),
      ),
    ),
    constraints: sorted(table.constraints.map((constraint) => goldenConstraint(constraint, tableName))),
  };
}

function goldenConstraint(constraint: GoldenConstraint, _table: string): string {
  const { kind, name, columns = [], table, references = [] } = constraint;
  if (kind === "check") return `check ${normaliseSql(constraint.expression ?? "")}`;
  const own = `${kind} ${name ?? "convention"} (${setText(kind, columns)})`;
  if (table === undefined) return own;
  const actions = [
    ...(constraint.ondelete ? [`on delete ${constraint.ondelete.toLowerCase()}`] : []),
    ...(constraint.onupdate ? [`on update ${constraint.onupdate.toLowerCase()}`] : []),
    ...(constraint.deferrable === true ? ["deferrable"] : []),
    ...(constraint.initially === "DEFERRED" ? ["initially deferred"] : []),
  ].filter((action) => !action.endsWith(" no action"));
  return `${own} -> ${table} (${references.join(", ")}) ${actions.join(" ")}`.trim();
}

/** PostgreSQL's DDL (`TIMESTAMP WITH TIME ZONE`, `INTEGER[]`) in our words. */
function goldenType(type: GoldenColumn["type"]): string {
  if (typeof type !== "string") return `enum(${type.enum.join(", ")})`;
  if (type.endsWith("[]")) return `array(${goldenType(type.slice(0, -2))})`;
  const zone = type.endsWith(" WITH TIME ZONE");
  const plain = type.replace(/ WITH(?:OUT)? TIME ZONE$/, "");
  const [name = "", args = ""] = plain.replace(")", "").split("(");
  const all = [...(zone ? ["timezone"] : []), ...(args === "" ? [] : args.split(", "))];
  const generic = genericTypeName(name) ?? name.toLowerCase();
  return formatColumnType({ name: generic, args: all, opaque: false });
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...texts].sort();
}
