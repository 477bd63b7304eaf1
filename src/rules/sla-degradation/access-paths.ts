import type { ColumnFilter } from "../../facts/code/code.ts";
import type { Table } from "../../facts/database.ts";
import type { Facts } from "../../facts/facts.ts";

/** Columns of an index or key, in its order. */
export type IndexColumns = readonly string[];

/** Types of which a value is shared by so many rows that an index is rarely used. */
const coarse = new Set(["boolean", "enum"]);

/** The table of a mapped class; null where it is not known, or not all of its columns are. */
export function tableOfModel(filter: ColumnFilter, facts: Pick<Facts, "wholeSchema">): Table | null {
  for (const table of facts.wholeSchema?.().tables.values() ?? []) {
    const isMapped = table.mappedClass === filter.model.name && table.where.path === filter.model.path;
    if (isMapped) return table.confidence === "high" ? table : null;
  }
  return null;
}

/**
 * What finds rows of a table: indexes and keys of its model, and those that any revision ever made, because a model may
 * leave them out. Null where a revision that names the table does something that could not be read.
 */
export function accessPaths(table: Table, facts: Pick<Facts, "history">): readonly IndexColumns[] | null {
  const paths: IndexColumns[] = table.indexes.map(({ columns }) => columns);
  for (const { kind, columns } of table.constraints) {
    if (kind === "primary-key" || kind === "unique" || kind === "exclude") paths.push(columns);
  }
  for (const { upgrade, unresolved } of facts.history?.([table.name]) ?? []) {
    if (unresolved.length > 0) return null;
    for (const { operation } of upgrade) {
      if (operation.kind === "unknown") return null;
      if (operation.kind === "create-index" && operation.table === table.name) paths.push(operation.columns);
      if (
        operation.kind === "add-constraint" &&
        operation.table === table.name &&
        operation.references === null
      )
        paths.push(operation.columns);
    }
  }
  return paths;
}

/** Whether one of the paths begins with a column that the statement compares. */
export function isServed(columns: readonly string[], paths: readonly IndexColumns[]): boolean {
  return paths.some(([first]) => first !== undefined && columns.some((column) => mentions(first, column)));
}

/** `email`, and expressions on it such as `lower(email)`, which may serve the statement as well. */
function mentions(element: string, column: string): boolean {
  return (
    element === column || (!/^\w+$/.test(element) && new RegExp(`\\b${escaped(column)}\\b`).test(element))
  );
}

function escaped(text: string): string {
  return text.replaceAll(/[^\w]/g, "\\$&");
}

/** The columns that could have an index which helps; empty where an attribute has no column of its name. */
export function selectiveColumns(filter: ColumnFilter, table: Table): readonly string[] {
  const columns = filter.columns.map((name) => table.columns.get(name));
  if (columns.some((column) => column === undefined)) return [];
  return columns.flatMap((column) =>
    column === undefined || coarse.has(column.type.name) ? [] : [column.name],
  );
}
