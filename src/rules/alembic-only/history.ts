import { comparableDefault, sameColumnType, type ColumnAspect } from "../../changes/schema-equality.ts";
import type {
  Column,
  ColumnSpecification,
  ColumnType,
  MigrationBody,
  SchemaOperation,
} from "../../facts/database.ts";
import {
  addsColumn,
  addsConstraint,
  addsIndex,
  dropsColumn,
  dropsConstraint,
  dropsIndex,
  isTable,
} from "./covers.ts";
import type { RuleContext } from "../rule.ts";
import type { ModelDelta } from "./model-delta.ts";

/** What the revisions have done to the tables of these deltas that are no part of the change. */
export function historyOf({ after }: RuleContext, deltas: readonly ModelDelta[]): readonly MigrationBody[] {
  const changed = new Set(after.migrations.map((body) => body.path));
  const tables = [...new Set(deltas.map((delta) => delta.table.name))];
  return (after.history?.(tables) ?? []).filter((body) => !changed.has(body.path));
}

/**
 * Do the revisions already bring the database to what the model now says? Then the model catches up with the
 * database: a revision that was merged before it, or a mistake that is put right.
 */
export function isAlreadySo(delta: ModelDelta, history: readonly MigrationBody[]): boolean {
  const operations = operationsOf(history);
  switch (delta.kind) {
    case "create-table":
      return last(operations, (one) => tableState(one, delta)) === true;
    case "drop-table":
      return last(operations, (one) => tableState(one, delta)) === false;
    case "add-column":
      return last(operations, (one) => columnState(one, delta, delta.column.name)) === true;
    case "drop-column":
      return last(operations, (one) => columnState(one, delta, delta.column.name)) === false;
    case "add-index":
      return last(operations, (one) => indexState(one, delta)) === true;
    case "drop-index":
      return last(operations, (one) => indexState(one, delta)) === false;
    case "alter-index":
      // Another name for it, and the database has it under that name.
      return (
        delta.before?.name !== delta.index.name &&
        last(operations, (one) => namedIndexState(one, delta)) === true
      );
    case "add-constraint":
      return last(operations, (one) => constraintState(one, delta)) === true;
    case "drop-constraint":
      return last(operations, (one) => constraintState(one, delta)) === false;
    case "alter-column":
      return delta.aspects.every(
        (aspect) => agrees(delta.after, aspect, stateOf(delta, operations), holds) === true,
      );
    default:
      return false;
  }
}

/** A model's table that goes and that no revision ever worked on: there is nothing to drop. */
export function wasNeverMade(delta: ModelDelta, history: readonly MigrationBody[]): boolean {
  if (delta.kind !== "drop-table") return false;
  const operations = operationsOf(history);
  if (operations.some((operation) => operation.kind === "unknown")) return false;
  return last(operations, (one) => tableState(one, delta)) === undefined;
}

/**
 * Did the model of a changed column disagree with the revisions before the change, too? Then what the change does to the
 * database can't be told from the models.
 */
export function wasOutOfStep(
  delta: Extract<ModelDelta, { kind: "alter-column" }>,
  history: readonly MigrationBody[],
): boolean {
  const state = stateOf(delta, operationsOf(history));
  return delta.aspects.every((aspect) => agrees(delta.before, aspect, state, sameFamily) === false);
}

function operationsOf(history: readonly MigrationBody[]): readonly SchemaOperation[] {
  return history.flatMap((body) => body.upgrade.map((statement) => statement.operation));
}

function last<State>(
  operations: readonly SchemaOperation[],
  read: (operation: SchemaOperation) => State | undefined,
): State | undefined {
  let state: State | undefined;
  for (const operation of operations) state = read(operation) ?? state;
  return state;
}

/** What the revisions have made of a column, followed through its names. */
function stateOf(
  delta: Extract<ModelDelta, { kind: "alter-column" }>,
  operations: readonly SchemaOperation[],
): Aspects {
  const columns = new Map<string, Aspects>();
  for (const operation of operations) {
    if (operation.kind === "create-table" && isTable(operation.table, delta)) {
      columns.clear();
      for (const column of operation.columns) columns.set(column.name, specified(column));
    } else if (operation.kind === "add-column" && isTable(operation.table, delta)) {
      columns.set(operation.column.name, specified(operation.column));
    } else if (operation.kind === "drop-column" && isTable(operation.table, delta)) {
      columns.delete(operation.column);
    } else if (operation.kind === "alter-column" && isTable(operation.table, delta)) {
      const { column, rename } = operation;
      const changed = { ...columns.get(column), ...altered(operation) };
      if (rename !== null) columns.delete(column);
      columns.set(rename ?? column, changed);
    }
  }
  return columns.get(delta.after.name) ?? {};
}

/** Undefined where the revisions say nothing of the aspect, or nothing that can be compared. */
function agrees(
  column: Column,
  aspect: ColumnAspect,
  state: Aspects,
  same: (one: ColumnType, other: ColumnType) => boolean,
): boolean | undefined {
  switch (aspect) {
    case "nullable":
      return state.nullable === undefined ? undefined : state.nullable === column.nullable;
    case "type":
      if (state.type === undefined || state.type.opaque || column.type.opaque) return undefined;
      return same(state.type, column.type);
    case "default":
      if (state.serverDefault === undefined) return undefined;
      return comparableDefault(state.serverDefault.sql) === comparableDefault(column.serverDefault);
    default:
      return undefined;
  }
}

const families: ReadonlyMap<string, string> = new Map([
  ["text", "string"],
  ["char", "string"],
  ["jsonb", "json"],
  ["smallinteger", "integer"],
  ["biginteger", "integer"],
  ["real", "float"],
  ["double", "float"],
  ["numeric", "float"],
]);

/** Close enough to be one column's type on two databases, or before and after a change of its size. */
export function sameFamily(one: ColumnType, other: ColumnType): boolean {
  const family = (type: ColumnType) => families.get(type.name) ?? type.name;
  return family(one) === family(other);
}

/** A `varchar` without a length holds what the model limits: members of an enum that is stored as text, as a rule. */
function holds(database: ColumnType, model: ColumnType): boolean {
  const isUnlimited = database.name === "string" && database.args.length === 0;
  return sameColumnType(database, model) || (isUnlimited && model.name === "string" && !model.opaque);
}

/** A table that a revision works on is there, whoever made it. */
function tableState(operation: SchemaOperation, delta: ModelDelta): boolean | undefined {
  if (operation.kind === "drop-table") return isTable(operation.table, delta) ? false : undefined;
  if (operation.kind === "rename-table") {
    if (isTable(operation.to, delta)) return true;
    return isTable(operation.table, delta) ? false : undefined;
  }
  return "table" in operation && isTable(operation.table, delta) ? true : undefined;
}

/** The same for a column. */
function columnState(operation: SchemaOperation, delta: ModelDelta, name: string): boolean | undefined {
  if (addsColumn(operation, delta, name)) return true;
  if (dropsColumn(operation, delta, name)) return false;
  if (operation.kind === "drop-table") return isTable(operation.table, delta) ? false : undefined;
  if (operation.kind === "alter-column" && isTable(operation.table, delta)) {
    if (operation.rename === name) return true;
    if (operation.column === name) return operation.rename === null;
  }
  const placed = operation.kind === "create-index" || operation.kind === "add-constraint";
  return placed && isTable(operation.table, delta) && operation.columns.includes(name) ? true : undefined;
}

function indexState(
  operation: SchemaOperation,
  delta: Extract<ModelDelta, { readonly index: unknown }>,
): boolean | undefined {
  if (addsIndex(operation, delta, delta.index)) return true;
  return dropsIndex(operation, delta, delta.index) ? false : undefined;
}

function namedIndexState(
  operation: SchemaOperation,
  delta: Extract<ModelDelta, { readonly index: unknown }>,
): boolean | undefined {
  const { name } = delta.index;
  if (operation.kind === "drop-index" && operation.name === name) return false;
  if (operation.kind !== "create-index" || operation.name !== name) return undefined;
  return addsIndex(operation, delta, delta.index);
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

function specified(column: ColumnSpecification): Aspects {
  return {
    ...(column.type === null ? {} : { type: column.type }),
    ...(column.nullable === null ? {} : { nullable: column.nullable && !column.primaryKey }),
    serverDefault: { sql: column.serverDefault },
  };
}

function altered(operation: Extract<SchemaOperation, { kind: "alter-column" }>): Aspects {
  return {
    ...(operation.type === null ? {} : { type: operation.type }),
    ...(operation.nullable === null ? {} : { nullable: operation.nullable }),
    ...(operation.serverDefault === undefined ? {} : { serverDefault: { sql: operation.serverDefault } }),
  };
}
