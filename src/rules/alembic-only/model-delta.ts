import { factOf } from "../../changes/changed.ts";
import type { Changed, Changes } from "../../changes/changes.ts";
import { differingAspects, type ColumnAspect } from "../../changes/schema-equality.ts";
import type { Column, Constraint, Index, Table } from "../../facts/database.ts";
import type { Location } from "../../facts/location.ts";

/** One thing that a change of the models asks of the database. */
export type ModelDelta =
  | { readonly kind: "create-table"; readonly table: Table }
  | { readonly kind: "drop-table"; readonly table: Table }
  | { readonly kind: "add-column"; readonly table: Table; readonly column: Column }
  | { readonly kind: "drop-column"; readonly table: Table; readonly column: Column }
  | {
      readonly kind: "alter-column";
      readonly table: Table;
      readonly before: Column;
      readonly after: Column;
      readonly aspects: readonly ColumnAspect[];
    }
  | {
      readonly kind: "add-index" | "drop-index" | "alter-index";
      readonly table: Table;
      readonly index: Index;
      /** Of an index that changes: what it was. */
      readonly before?: Index;
    }
  | {
      readonly kind: "add-constraint" | "drop-constraint" | "alter-constraint";
      readonly table: Table;
      readonly constraint: Constraint;
    };

/** What the models of a change ask of the database, one entry a fact; parts of new and removed tables are their tables'. */
export function modelDeltas(changes: Changes): readonly ModelDelta[] {
  const tables = new Map(changes.tables.map((change) => [change.key, change]));
  return [
    ...changes.tables.flatMap((change): readonly ModelDelta[] =>
      change.status === "modified"
        ? []
        : [{ kind: change.status === "added" ? "create-table" : "drop-table", table: factOf(change) }],
    ),
    ...changes.columns.flatMap((change) => columnDelta(change, modified(tables, tableOfColumn(change)))),
    ...changes.indexes.flatMap((change): readonly ModelDelta[] => {
      const table = modified(tables, factOf(change).table);
      const before = change.status === "modified" ? { before: change.before } : {};
      return table === null
        ? []
        : [{ kind: kindOf(change.status, "index"), table, index: factOf(change), ...before }];
    }),
    ...changes.constraints.flatMap((change): readonly ModelDelta[] => {
      const table = modified(tables, factOf(change).table);
      return table === null
        ? []
        : [{ kind: kindOf(change.status, "constraint"), table, constraint: factOf(change) }];
    }),
  ];
}

function modified(tables: ReadonlyMap<string, Changes["tables"][number]>, name: string): Table | null {
  const change = tables.get(name);
  return change?.status === "modified" ? change.after : null;
}

function tableOfColumn(change: Changed<Column>): string {
  const { name } = factOf(change);
  return change.key.slice(0, -name.length - 1);
}

function columnDelta(change: Changed<Column>, table: Table | null): readonly ModelDelta[] {
  if (table === null) return [];
  switch (change.status) {
    case "added":
      return [{ kind: "add-column", table, column: change.after }];
    case "removed":
      return [{ kind: "drop-column", table, column: change.before }];
    default: {
      const { before, after } = change;
      return [{ kind: "alter-column", table, before, after, aspects: differingAspects(before, after) }];
    }
  }
}

const verbs = { added: "add", removed: "drop", modified: "alter" } as const;

function kindOf<What extends "index" | "constraint">(status: Changed<unknown>["status"], what: What) {
  return `${verbs[status]}-${what}` as const;
}

/** The same change the other way round: what taking a revision away would undo. */
export function reversed(delta: ModelDelta): ModelDelta {
  switch (delta.kind) {
    case "create-table":
      return { kind: "drop-table", table: delta.table };
    case "drop-table":
      return { kind: "create-table", table: delta.table };
    case "add-column":
      return { ...delta, kind: "drop-column" };
    case "drop-column":
      return { ...delta, kind: "add-column" };
    case "alter-column":
      return { ...delta, before: delta.after, after: delta.before };
    case "add-index":
      return { ...delta, kind: "drop-index" };
    case "drop-index":
      return { ...delta, kind: "add-index" };
    case "add-constraint":
      return { ...delta, kind: "drop-constraint" };
    case "drop-constraint":
      return { ...delta, kind: "add-constraint" };
    default:
      return delta;
  }
}

/** Where the model says it. */
export function placeOf(delta: ModelDelta): Location {
  if (delta.kind === "alter-column") return delta.after.where;
  if ("column" in delta) return delta.column.where;
  if ("index" in delta) return delta.index.where;
  if ("constraint" in delta) return delta.constraint.where;
  const { where } = delta.table;
  return { ...where, endLine: where.line };
}

/** Columns that a delta is about, besides those of a table as a whole. */
export function columnsOf(delta: ModelDelta): readonly string[] {
  switch (delta.kind) {
    case "create-table":
    case "drop-table":
      return [];
    case "add-column":
    case "drop-column":
      return [delta.column.name];
    case "alter-column":
      return [delta.after.name];
    case "add-index":
    case "drop-index":
    case "alter-index":
      return delta.index.columns;
    default:
      return [...delta.constraint.columns, ...wordsOf(delta.constraint.expression)];
  }
}

/** A check has no columns of its own: those that its condition names, among other words. */
function wordsOf(expression: string | null): readonly string[] {
  return expression === null ? [] : expression.split(/\W/u).filter((word) => word !== "");
}
