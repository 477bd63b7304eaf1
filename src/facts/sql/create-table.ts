import type { ColumnSpecification, ConstraintSpecification, SchemaOperation } from "../database.ts";
import { readColumn } from "./column.ts";
import { readConstraint } from "./constraint.ts";
import { nodeAt, nodesAt, relationName, tagged, type Node } from "./node.ts";

/** `CREATE TABLE`: columns, and the constraints of columns and table in one list. */
export function readCreateTable(body: Node): SchemaOperation {
  const table = relationName(nodeAt(body, "relation")) ?? "?";
  const columns: ColumnSpecification[] = [];
  const constraints: ConstraintSpecification[] = [];
  for (const element of nodesAt(body, "tableElts")) {
    const { tag, body: part } = tagged(element);
    if (tag === "ColumnDef") {
      const read = readColumn(part);
      columns.push(read.column);
      constraints.push(...read.constraints);
    } else if (tag === "Constraint") {
      const read = readConstraint(part, null);
      if (read !== null) constraints.push(read.constraint);
    }
  }
  return createTable(table, columns, constraints);
}

/** One form whether constraints were written at the column or at the table. */
export function createTable(
  table: string,
  columns: readonly ColumnSpecification[],
  constraints: readonly ConstraintSpecification[],
): SchemaOperation {
  const primary = constraints.find((constraint) => constraint.kind === "primary-key");
  const single = (
    kind: ConstraintSpecification["kind"],
    column: string,
  ): ConstraintSpecification | undefined =>
    constraints.find(
      (constraint) =>
        constraint.kind === kind && constraint.columns.length === 1 && constraint.columns[0] === column,
    );
  const completed = columns.map((column) => {
    const primaryKey = column.primaryKey || (primary?.columns.includes(column.name) ?? false);
    const references = single("foreign-key", column.name)?.references ?? null;
    return {
      ...column,
      primaryKey,
      nullable: primaryKey ? false : column.nullable,
      unique: column.unique || single("unique", column.name) !== undefined,
      foreignKey: references === null ? column.foreignKey : referenceText(references),
      check: false,
    };
  });
  const references = constraints.flatMap((constraint) => constraint.references?.table ?? []);
  return {
    kind: "create-table",
    table,
    columns: completed,
    constraints,
    references: [...new Set(references)].filter((name) => name !== table).sort(),
  };
}

/** `table.column`, or the table alone where its primary key is meant. */
export function referenceText(references: {
  readonly table: string;
  readonly columns: readonly string[];
}): string {
  const [column] = references.columns;
  return column === undefined ? references.table : `${references.table}.${column}`;
}
