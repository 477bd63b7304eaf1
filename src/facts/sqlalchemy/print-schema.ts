import { formatColumnType, normalColumnType } from "../column-types.ts";
import type { Column, ColumnType, DatabaseSchema, Table } from "../database.ts";

/** The schema as JSON text with a stable order: tables by name, columns as they are declared, the rest by its content. */
export function printSchema(schema: DatabaseSchema): string {
  const tables = [...schema.tables.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const value = {
    tables: tables.map((table) => printTable(table, schema)),
    unresolved: schema.unresolved.map(({ where, what }) => ({ path: where.path, line: where.line, what })),
  };
  return `${JSON.stringify(value, null, 2)}\n`;
}

function printTable(table: Table, schema: DatabaseSchema) {
  return {
    name: table.name,
    class: table.mappedClass,
    confidence: table.confidence,
    where: { path: table.where.path, line: table.where.line },
    columns: [...table.columns.values()].map((column) => printColumn(column, schema)),
    indexes: byContent(
      table.indexes.map(({ name, columns, unique, detail }) => ({
        name,
        columns,
        unique,
        detail: detail ?? null,
      })),
    ),
    constraints: byContent(
      table.constraints.map(({ kind, name, columns, references, expression, detail }) => ({
        kind,
        name,
        columns,
        references,
        expression,
        detail: detail ?? null,
      })),
    ),
  };
}

function printColumn(column: Column, schema: DatabaseSchema) {
  return {
    name: column.name,
    type: formatColumnType(normalColumnType(typeOf(column, schema, 0))),
    nullable: column.nullable,
    default: column.serverDefault,
    primaryKey: column.primaryKey,
    identity: column.identity,
    computed: column.computed,
  };
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
