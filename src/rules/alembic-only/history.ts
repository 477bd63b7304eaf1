import { sameColumnType, comparableDefault } from "../../changes/schema-equality.ts";
import type { ColumnType, MigrationBody, SchemaOperation } from "../../facts/database.ts";
import {
  addsColumn,
  addsConstraint,
  addsIndex,
  dropsColumn,
  dropsConstraint,
  dropsIndex,
  isTable,
} from "./covers.ts";
import type { ModelDelta } from "./model-delta.ts";

/**
 * Do all revisions together already bring the database to what the model now says? Then the model catches up with the
 * database: a revision that was merged before it, or a mistake that is put right.
 */
export function isAlreadySo(delta: ModelDelta, history: readonly MigrationBody[]): boolean {
  const operations = history.flatMap((body) => body.upgrade.map((statement) => statement.operation));
  const last = <State>(read: (operation: SchemaOperation) => State | undefined): State | undefined => {
    let state: State | undefined;
    for (const operation of operations) state = read(operation) ?? state;
    return state;
  };
  switch (delta.kind) {
    case "create-table":
      return last((one) => tableState(one, delta)) === true;
    case "drop-table":
      return last((one) => tableState(one, delta)) === false;
    case "add-column":
      return last((one) => columnState(one, delta, delta.column.name)) === true;
    case "drop-column":
      return last((one) => columnState(one, delta, delta.column.name)) === false;
    case "add-index":
      return last((one) => indexState(one, delta)) === true;
    case "drop-index":
      return last((one) => indexState(one, delta)) === false;
    case "add-constraint":
      return last((one) => constraintState(one, delta)) === true;
    case "drop-constraint":
      return last((one) => constraintState(one, delta)) === false;
    case "alter-column":
      return delta.aspects.every((aspect) => {
        const { after } = delta;
        if (aspect === "nullable") return last((one) => aspectsOf(one, delta)?.nullable) === after.nullable;
        if (aspect === "type") {
          const type = last((one) => aspectsOf(one, delta)?.type);
          return type !== undefined && !type.opaque && sameColumnType(type, after.type);
        }
        if (aspect !== "default") return false;
        const value = last((one) => aspectsOf(one, delta)?.serverDefault);
        return value !== undefined && comparableDefault(value.sql) === comparableDefault(after.serverDefault);
      });
    default:
      return false;
  }
}

function tableState(operation: SchemaOperation, delta: ModelDelta): boolean | undefined {
  if (operation.kind === "create-table" && isTable(operation.table, delta)) return true;
  if (operation.kind === "drop-table" && isTable(operation.table, delta)) return false;
  if (operation.kind !== "rename-table") return undefined;
  if (isTable(operation.to, delta)) return true;
  return isTable(operation.table, delta) ? false : undefined;
}

function columnState(operation: SchemaOperation, delta: ModelDelta, name: string): boolean | undefined {
  if (addsColumn(operation, delta, name)) return true;
  if (dropsColumn(operation, delta, name)) return false;
  if (operation.kind === "drop-table" && isTable(operation.table, delta)) return false;
  if (operation.kind !== "alter-column" || operation.rename === null || !isTable(operation.table, delta)) {
    return undefined;
  }
  if (operation.rename === name) return true;
  return operation.column === name ? false : undefined;
}

function indexState(
  operation: SchemaOperation,
  delta: Extract<ModelDelta, { readonly index: unknown }>,
): boolean | undefined {
  if (addsIndex(operation, delta, delta.index)) return true;
  return dropsIndex(operation, delta, delta.index) ? false : undefined;
}

function constraintState(
  operation: SchemaOperation,
  delta: Extract<ModelDelta, { readonly constraint: unknown }>,
): boolean | undefined {
  if (addsConstraint(operation, delta, delta.constraint)) return true;
  return dropsConstraint(operation, delta, delta.constraint) ? false : undefined;
}

interface Aspects {
  readonly type?: ColumnType;
  readonly nullable?: boolean;
  readonly serverDefault?: { readonly sql: string | null };
}

/** What an operation makes of the aspects of a changed column. */
function aspectsOf(
  operation: SchemaOperation,
  delta: Extract<ModelDelta, { kind: "alter-column" }>,
): Aspects | undefined {
  const { name } = delta.after;
  if (operation.kind === "alter-column") {
    if (!isTable(operation.table, delta) || operation.column !== name) return undefined;
    return {
      ...(operation.type === null ? {} : { type: operation.type }),
      ...(operation.nullable === null ? {} : { nullable: operation.nullable }),
      ...(operation.serverDefault === undefined ? {} : { serverDefault: { sql: operation.serverDefault } }),
    };
  }
  if (!addsColumn(operation, delta, name)) return undefined;
  const columns =
    operation.kind === "add-column"
      ? [operation.column]
      : operation.kind === "create-table"
        ? operation.columns
        : [];
  const column = columns.find((one) => one.name === name);
  if (column === undefined) return undefined;
  return {
    ...(column.type === null ? {} : { type: column.type }),
    ...(column.nullable === null ? {} : { nullable: column.nullable && !column.primaryKey }),
    serverDefault: { sql: column.serverDefault },
  };
}
