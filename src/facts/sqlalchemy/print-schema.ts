import { formatColumnType, normalColumnType } from "../column-types.ts";
import type { Column, ColumnType, DatabaseSchema, Table } from "../database.ts";

/** SQL of an expression in the form in which PostgreSQL's parser reads it, the text itself where it does not. */
export type NormalSql = (text: string) => string;

/**
 * The schema as JSON text with a stable order: tables by name, columns as they are declared, the rest by its content.
 * Expressions are written in one form, whether models or migrations said them.
 */
export function printSchema(schema: DatabaseSchema, normal: NormalSql = (text) => text): string {
  const tables = [...schema.tables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const value = {
    tables: tables.map((table) => printTable(table, schema, normal)),
    unresolved: schema.unresolved.map(({ where, what }) => ({ path: where.path, line: where.line, what })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function printTable(table: Table, schema: DatabaseSchema, normal: NormalSql) {
  return {
    name: table.name,
    class: table.mappedClass,
    confidence: table.confidence,
    where: { path: table.where.path, line: table.where.line },
    columns: [...table.columns.values()].map((column) => printColumn(column, schema, normal)),
    indexes: byContent(
      table.indexes.map(({ name, columns, unique, detail }) => ({
        name,
        columns: columns.map((column) => (/^\w+$/.test(column) ? column : normalElement(column, normal))),
        unique,
        detail: normalDetail(detail, normal),
      })),
    ),
    constraints: byContent(
      table.constraints.map(({ kind, name, columns, references, expression, detail }) => ({
        kind,
        name,
        columns,
        references,
        expression: expression === null ? null : normal(expression),
        detail: normalDetail(detail, normal),
      })),
    ),
  };
}

function printColumn(column: Column, schema: DatabaseSchema, normal: NormalSql) {
  return {
    name: column.name,
    type: formatColumnType(normalColumnType(typeOf(column, schema, 0))),
    nullable: column.nullable,
    default: column.serverDefault === null ? null : normal(column.serverDefault),
    primaryKey: column.primaryKey,
    identity: column.identity,
    computed: column.computed === null ? null : normal(column.computed),
  };
}

/** `lower(a) desc`: the direction is no part of the expression. */
function normalElement(column: string, normal: NormalSql): string {
  const direction = /(?: desc)?(?: nulls (?:first|last))?$/.exec(column)?.[0] ?? "";
  return `${normal(column.slice(0, column.length - direction.length))}${direction}`;
}

/** The condition stands last. */
function normalDetail(detail: string | undefined, normal: NormalSql): string | null {
  if (detail === undefined) return null;
  const found = /(?:^| )where /.exec(detail);
  if (found === null) return detail;
  const start = found.index + found[0].length;
  return `${detail.slice(0, start)}${normal(detail.slice(start))}`;
}

/** A column that declares no type has the one of the column that it references (SQLAlchemy, `ForeignKey`). */
function typeOf(column: Column, schema: DatabaseSchema, depth: number): ColumnType {
  if (!column.type.opaque || column.foreignKey === null || depth > 8) return column.type;
  if (column.type.name !== `type of ${column.foreignKey}`) return column.type;
  const dot = column.foreignKey.lastIndexOf(".");
  const target = schema.tables
    .get(column.foreignKey.slice(0, dot))
    ?.columns.get(column.foreignKey.slice(dot + 1));
  return target === undefined ? column.type : typeOf(target, schema, depth + 1);
}

function byContent<T>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}
