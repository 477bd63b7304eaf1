import type { Column, Constraint, Index, Table } from "../database.ts";
import type { Location } from "../location.ts";
import type { ColumnDraft } from "./column.ts";
import type { TableItems } from "./table-items.ts";

/** A table while it is read: classes that share it (single-table inheritance) add their columns. */
export interface TableDraft {
  readonly name: string;
  readonly schema: string | null;
  /** Schema of the metadata: it also holds for references that name none. */
  readonly defaultSchema: string | null;
  readonly mappedClass: string | null;
  readonly metadata: string | null;
  readonly columns: readonly ColumnDraft[];
  readonly items: TableItems;
  readonly where: Location;
  readonly partial: boolean;
}

/** The finished table: what columns say of indexes and constraints stands beside what the table says. */
export function finishTable(draft: TableDraft): Table {
  const { items } = draft;
  const primary = items.constraints.find((constraint) => constraint.kind === "primary-key");
  const columns = draft.columns.map(({ column }) =>
    primary?.columns.includes(column.name) ? { ...column, primaryKey: true, nullable: false } : column,
  );
  const constraints = [
    ...primaryKey(columns, primary, draft.where),
    ...items.constraints.filter((constraint) => constraint.kind !== "primary-key"),
    ...draft.columns.flatMap((column) => column.constraints),
    ...columns.flatMap(uniqueConstraint),
  ];
  const isUnclear = draft.partial || draft.columns.some((one) => one.partial);
  return {
    name: qualified(draft.schema, draft.name),
    mappedClass: draft.mappedClass,
    columns: new Map(columns.map((column) => [column.name, withSchema(column, draft)])),
    indexes: [...items.indexes, ...columns.flatMap(columnIndex)],
    constraints: constraints.map((constraint) => qualifyReference(constraint, draft)),
    where: draft.where,
    confidence: isUnclear || items.partial ? "low" : "high",
    // Arguments of a Core `Table` may be columns.
    ...(items.partial && !isUnclear && draft.mappedClass !== null ? { columnsKnown: true as const } : {}),
  };
}

/** PostgreSQL's default schema is not named, as in migrations. */
export function qualified(schema: string | null, name: string): string {
  return schema === null || schema === "public" ? name : `${schema}.${name}`;
}

function primaryKey(
  columns: readonly Column[],
  explicit: Constraint | undefined,
  where: Location,
): readonly Constraint[] {
  const names = columns.filter((column) => column.primaryKey).map((column) => column.name);
  if (names.length === 0) return explicit === undefined ? [] : [explicit];
  return [
    {
      kind: "primary-key",
      name: explicit?.name ?? null,
      columns: explicit?.columns ?? names,
      references: null,
      expression: null,
      where: explicit?.where ?? where,
    },
  ];
}

/** `unique=True` alone is a constraint; together with `index=True` it makes the index unique. */
function uniqueConstraint(column: Column): readonly Constraint[] {
  if (!column.unique || column.index) return [];
  return [
    {
      kind: "unique",
      name: null,
      columns: [column.name],
      references: null,
      expression: null,
      where: column.where,
    },
  ];
}

function columnIndex(column: Column): readonly Index[] {
  if (!column.index) return [];
  return [{ name: null, columns: [column.name], unique: column.unique, where: column.where }];
}

function withSchema(column: Column, draft: TableDraft): Column {
  if (column.foreignKey === null) return column;
  return { ...column, foreignKey: qualifiedReference(column.foreignKey, 3, draft) };
}

function qualifyReference(constraint: Constraint, draft: TableDraft): Constraint {
  const { references } = constraint;
  if (references === null) return constraint;
  const table = qualifiedReference(references.table, 2, draft);
  // `ForeignKey("users")` means the column of the same name there.
  const columns = references.columns.length === 0 ? constraint.columns : references.columns;
  return { ...constraint, references: { table, columns } };
}

/** A reference with the metadata's schema where it names none, and without `public`. `full`: how many parts a name with a schema has. */
function qualifiedReference(text: string, full: number, draft: TableDraft): string {
  if (text.startsWith("public.") && text.split(".").length === full) return text.slice("public.".length);
  return text.split(".").length < full ? qualified(draft.defaultSchema, text) : text;
}
