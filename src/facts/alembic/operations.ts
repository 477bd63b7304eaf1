import type { ColumnType, ConstraintSpecification, SchemaOperation } from "../database.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { walkAll } from "../../syntax/python/walk.ts";
import { alterColumn } from "../sql/alter-table.ts";
import { createTable } from "../sql/create-table.ts";
import type { ParseSql } from "../sql/read-sql.ts";
import { readColumnType } from "../sqlalchemy/column-type.ts";
import { exclusionDetail, foreignKeyDetail, indexDetail, uniqueDetail } from "../sqlalchemy/details.ts";
import { constantIn, follow, type NameScope, type Placed } from "../sqlalchemy/name-scope.ts";
import { readServerDefault } from "../sqlalchemy/sql-text.ts";
import { sqlalchemyName } from "../sqlalchemy/name-scope.ts";
import type { Call } from "../../syntax/python/ast.ts";
import { expressionOf, flag, readArguments, type Arguments } from "./arguments.ts";
import { indexColumns, indexedColumns } from "./index-columns.ts";
import {
  conditionText,
  excludedColumn,
  expressionText,
  normalizeExpression,
  readColumnDefinition,
  readTableConstraint,
  withInlineReference,
  type ColumnDefinition,
  type EnumType,
} from "./column-definition.ts";
import { lastName, nameIn, namesIn, tableNameIn } from "./names.ts";
import { sqlTextOf } from "./sql-argument.ts";

/** Where an operation stands: the call, and the table that a batch context is for. */
export interface OperationCall {
  readonly scope: NameScope;
  readonly call: Call;
  readonly name: string;
  readonly batch: Placed | null;
  readonly parseSql: ParseSql;
}

type Reader = (operation: OperationCall) => readonly SchemaOperation[];

/**
 * What an Alembic operation does, one `SchemaOperation` for each statement that Alembic renders, in its order
 * (alembic/operations/toimpl.py). Null when the operation is not one of Alembic's schema operations.
 */
export function readOperation(operation: OperationCall): readonly SchemaOperation[] | null {
  const reader = readers.get(operation.name);
  if (reader === undefined) return null;
  return reader(operation);
}

const readers: ReadonlyMap<string, Reader> = new Map([
  ["create_table", readCreateTable],
  ["drop_table", (operation) => onTable(operation, [], (table) => [{ kind: "drop-table", table }])],
  ["rename_table", readRenameTable],
  ["add_column", readAddColumn],
  ["drop_column", readDropColumn],
  ["alter_column", readAlterColumn],
  ["create_index", readCreateIndex],
  ["drop_index", readDropIndex],
  ["create_foreign_key", readCreateForeignKey],
  ["create_unique_constraint", (operation) => readKeyConstraint(operation, "unique")],
  ["create_primary_key", (operation) => readKeyConstraint(operation, "primary-key")],
  ["create_check_constraint", readCreateCheck],
  ["create_exclude_constraint", readCreateExclude],
  ["drop_constraint", readDropConstraint],
  ["create_table_comment", comment],
  ["drop_table_comment", comment],
]);

/** An operation that can't be told apart from a dangerous one. */
function unknown(operation: OperationCall, why: string): readonly SchemaOperation[] {
  return [{ kind: "unknown", what: `\`op.${operation.name}\`: ${why}` }];
}

/** Parameters of an operation: the batch twin leaves the table out. */
function bindArguments(operation: OperationCall, parameters: readonly string[], table: string): Arguments {
  const names = operation.batch === null ? parameters : parameters.filter((name) => name !== table);
  return readArguments(operation.scope, operation.call, names);
}

function tableIn(operation: OperationCall, args: Arguments, name = "table_name"): string | null {
  if (operation.batch !== null) return batchTable(operation.batch);
  return placedTable(args, name, "schema");
}

function placedTable(args: Arguments, name: string, schema: string): string | null {
  const placed = args.named.get(name);
  return placed === undefined
    ? null
    : tableNameIn(placed.scope, placed.expression, expressionOf(args, schema));
}

/** The table of `op.batch_alter_table("t", schema=…)`. */
function batchTable({ scope, expression }: Placed): string | null {
  if (expression.kind !== "call") return null;
  const args = readArguments(scope, expression, ["table_name", "schema"]);
  return placedTable(args, "table_name", "schema");
}

function named(args: Arguments, name: string): string | null {
  const placed = args.named.get(name);
  return placed === undefined ? null : nameIn(placed.scope, placed.expression);
}

function namedList(args: Arguments, name: string): readonly string[] | null {
  const placed = args.named.get(name);
  return placed === undefined ? [] : namesIn(placed.scope, placed.expression);
}

function onTable(
  operation: OperationCall,
  others: readonly string[],
  read: (table: string, args: Arguments) => readonly SchemaOperation[],
): readonly SchemaOperation[] {
  const args = bindArguments(operation, ["table_name", ...others], "table_name");
  const table = tableIn(operation, args);
  return table === null ? unknown(operation, "the table's name is not constant") : read(table, args);
}

function readCreateTable(operation: OperationCall): readonly SchemaOperation[] {
  return onTable(operation, [], (table, args) => {
    const columns = args.rest.flatMap((item) => readColumnDefinition(item, operation.parseSql) ?? []);
    const constraints = args.rest.flatMap((item) => readTableConstraint(item, operation.parseSql) ?? []);
    const all = tableConstraints(columns, constraints);
    const created = createTable(table, withSerial(columns, all), all);
    const indexes = [
      ...columns.filter((column) => column.index).map((column) => columnIndex(table, column)),
      ...args.rest.flatMap((item) => readIndexItem(table, item, operation.parseSql)),
    ];
    const commented = columns.filter((column) => column.comment).map(() => commentOn(table));
    const comments = args.named.has("comment") ? [commentOn(table), ...commented] : commented;
    return [...createdTypes(columns), created, ...indexes, ...comments];
  });
}

/** Constraints in the order of SQLAlchemy's `CREATE TABLE`: the primary key, those of the table, those of columns. */
function tableConstraints(
  columns: readonly ColumnDefinition[],
  constraints: readonly ConstraintSpecification[],
): readonly ConstraintSpecification[] {
  const keys = columns.filter(({ column }) => column.primaryKey).map(({ column }) => column.name);
  const declared = constraints.find((constraint) => constraint.kind === "primary-key");
  const primary: ConstraintSpecification[] =
    declared !== undefined || keys.length === 0
      ? []
      : [{ kind: "primary-key", name: null, columns: keys, references: null, expression: null }];
  return [
    ...primary,
    ...constraints,
    ...columns.flatMap((column) => [
      ...(column.references === null ? [] : [column.references]),
      ...(column.unique && !column.index ? [uniqueColumn(column.column.name)] : []),
      ...column.checks,
    ]),
  ];
}

function uniqueColumn(name: string): ConstraintSpecification {
  return { kind: "unique", name: null, columns: [name], references: null, expression: null };
}

/** A single integer primary key counts up by itself (sqlalchemy/sql/schema.py, `Table._autoincrement_column`). */
function withSerial(
  columns: readonly ColumnDefinition[],
  constraints: readonly ConstraintSpecification[],
): readonly ColumnDefinition["column"][] {
  const keys = constraints.find((constraint) => constraint.kind === "primary-key")?.columns ?? [];
  const [only] = keys;
  const references = new Set(
    constraints.filter((one) => one.kind === "foreign-key").flatMap((one) => one.columns),
  );
  return columns.map(({ column, autoincrement }) =>
    keys.length === 1 && column.name === only && autoincrement && !references.has(column.name)
      ? { ...column, identity: true, serial: true, nullable: false }
      : column,
  );
}

function createdTypes(columns: readonly ColumnDefinition[]): readonly SchemaOperation[] {
  const types = new Map<string, EnumType>();
  for (const { enumType } of columns) if (enumType !== null) types.set(enumType.name, enumType);
  return [...types.values()].map(({ name, values }) => ({ kind: "create-type", name, values }));
}

/** `index=True` is named by SQLAlchemy's default convention; a schema is part of the name. */
function columnIndex(table: string, { column, unique }: ColumnDefinition): SchemaOperation {
  return {
    kind: "create-index",
    table,
    name: `ix_${table.replaceAll(".", "_")}_${column.name}`,
    columns: [column.name],
    unique,
    concurrently: false,
    ifNotExists: false,
  };
}

/** An `Index(…)` among the arguments of `create_table`. */
function readIndexItem(table: string, placed: Placed, parseSql: ParseSql): readonly SchemaOperation[] {
  const { scope, expression } = follow(placed.scope, placed.expression);
  if (expression.kind !== "call") return [];
  if ((sqlalchemyName(scope, expression.callee) ?? lastName(expression.callee)) !== "Index") return [];
  const args = readArguments(scope, expression, ["name"]);
  return [
    {
      kind: "create-index",
      table,
      name: named(args, "name"),
      ...indexedColumns(args.rest, parseSql),
      ...indexDetail(scope, expression, conditionText(parseSql)),
      unique: flag(args, "unique") === true,
      concurrently: false,
      ifNotExists: false,
    },
  ];
}

function commentOn(_table: string): SchemaOperation {
  return { kind: "other", command: "COMMENT", relations: [] };
}

function comment(operation: OperationCall): readonly SchemaOperation[] {
  return onTable(operation, ["comment"], (table) => [commentOn(table)]);
}

function readRenameTable(operation: OperationCall): readonly SchemaOperation[] {
  const args = readArguments(operation.scope, operation.call, ["old_table_name", "new_table_name"]);
  const table = placedTable(args, "old_table_name", "schema");
  const to = placedTable(args, "new_table_name", "schema");
  if (table === null || to === null) return unknown(operation, "a table's name is not constant");
  return [{ kind: "rename-table", table, to }];
}

/** `ADD COLUMN`, then what Alembic renders as statements of their own: keys, indexes, the comment. */
function readAddColumn(operation: OperationCall): readonly SchemaOperation[] {
  return onTable(operation, ["column"], (table, args) => {
    const placed = args.named.get("column");
    const definition = placed === undefined ? null : readColumnDefinition(placed, operation.parseSql);
    if (definition === null) return unknown(operation, "the column is not written out");
    const inline = flag(args, "inline_references") === true;
    const serial = definition.column.primaryKey && definition.autoincrement;
    const column = inline ? withInlineReference(definition) : definition.column;
    const { name } = column;
    const after: SchemaOperation[] = [];
    if (definition.references !== null && !inline) after.push(addConstraint(table, definition.references));
    if (definition.unique && !definition.index) after.push(addConstraint(table, uniqueColumn(name)));
    if (definition.index) after.push(columnIndex(table, definition));
    if (definition.comment) after.push(commentOn(table));
    const added = serial ? { ...column, identity: true, serial: true as const, nullable: false } : column;
    const reference = inline && definition.references !== null ? [definition.references] : [];
    const constraints = [...reference, ...definition.checks];
    return [
      {
        kind: "add-column",
        table,
        column: {
          ...added,
          primaryKey: false,
          ...(definition.enumType === null ? {} : { enumType: definition.enumType }),
        },
        ...(constraints.length === 0 ? {} : { constraints }),
      },
      ...after,
    ];
  });
}

function addConstraint(
  table: string,
  { kind, ...constraint }: ConstraintSpecification,
  notValid = false,
): SchemaOperation {
  return { kind: "add-constraint", table, ...constraint, constraint: kind, notValid, usingIndex: false };
}

function readDropColumn(operation: OperationCall): readonly SchemaOperation[] {
  return onTable(operation, ["column_name"], (table, args) => {
    const column = named(args, "column_name");
    if (column === null) return unknown(operation, "the column's name is not constant");
    return [{ kind: "drop-column", table, column }];
  });
}

/** One statement for each aspect: TYPE, NOT NULL, DEFAULT, COMMENT, then RENAME (alembic/ddl/postgresql.py, `alter_column`). */
function readAlterColumn(operation: OperationCall): readonly SchemaOperation[] {
  return onTable(operation, ["column_name"], (table, args) => {
    const column = named(args, "column_name");
    if (column === null) return unknown(operation, "the column's name is not constant");
    const type = typeIn(args, "type_");
    const nullable = flag(args, "nullable");
    const rename = named(args, "new_column_name") ?? (operation.batch === null ? null : named(args, "name"));
    const existingType = typeIn(args, "existing_type");
    const using = args.named.get("postgresql_using");
    const aspects: SchemaOperation[] = [];
    if (type !== null) {
      const conversion = using === undefined ? null : sqlTextOf(using.scope, using.expression);
      const text = conversion === null ? null : normalizeExpression(conversion.text, operation.parseSql);
      aspects.push(alterColumn(table, column, { type, existingType, using: text }));
    }
    if (nullable !== null) aspects.push(alterColumn(table, column, { nullable, existingType }));
    if (isUndecided(args, "nullable")) aspects.push(...unknown(operation, "`nullable` is not constant"));
    aspects.push(...readDefault(table, column, args));
    if (args.named.has("comment")) aspects.push(commentOn(table));
    if (rename !== null) aspects.push(alterColumn(table, column, { rename }));
    return aspects;
  });
}

function isUndecided(args: Arguments, name: string): boolean {
  const placed = args.named.get(name);
  return placed !== undefined && constantIn(placed.scope, placed.expression) === undefined;
}

function readDefault(table: string, column: string, args: Arguments): readonly SchemaOperation[] {
  const placed = args.named.get("server_default");
  if (placed === undefined) return [];
  const { scope, expression } = follow(placed.scope, placed.expression);
  // `False` is Alembic's "not given".
  if (constantIn(scope, expression) === false) return [];
  const callee = expression.kind === "call" ? lastName(expression.callee) : "";
  if (callee === "Identity")
    return [{ kind: "other", command: "ALTER TABLE ADD IDENTITY", relations: [table] }];
  return [alterColumn(table, column, { serverDefault: readServerDefault(scope, expression) })];
}

function typeIn(args: Arguments, name: string): ColumnType | null {
  const placed = args.named.get(name);
  if (placed === undefined) return null;
  if (constantIn(placed.scope, placed.expression) === null) return null;
  return readColumnType(placed.scope, placed.expression);
}

function readCreateIndex(operation: OperationCall): readonly SchemaOperation[] {
  const parameters = ["index_name", "table_name", "columns"];
  const args = bindArguments(operation, parameters, "table_name");
  const table = tableIn(operation, args);
  if (table === null) return unknown(operation, "the table's name is not constant");
  return [
    {
      kind: "create-index",
      table,
      name: named(args, "index_name"),
      ...indexColumns(args.named.get("columns"), operation.parseSql),
      ...indexDetail(operation.scope, operation.call, conditionText(operation.parseSql)),
      unique: flag(args, "unique") === true,
      concurrently: flag(args, "postgresql_concurrently") === true,
      ifNotExists: flag(args, "if_not_exists") === true,
    },
  ];
}

function readDropIndex(operation: OperationCall): readonly SchemaOperation[] {
  const args = bindArguments(operation, ["index_name", "table_name"], "table_name");
  const name = named(args, "index_name");
  if (name === null) return unknown(operation, "the index's name is not constant");
  const concurrently = flag(args, "postgresql_concurrently") === true;
  return [{ kind: "drop-index", table: tableIn(operation, args), name, concurrently }];
}

function readCreateForeignKey(operation: OperationCall): readonly SchemaOperation[] {
  const parameters = ["constraint_name", "source_table", "referent_table", "local_cols", "remote_cols"];
  const args = bindArguments(operation, parameters, "source_table");
  const table =
    operation.batch === null
      ? placedTable(args, "source_table", "source_schema")
      : batchTable(operation.batch);
  const referenced = placedTable(args, "referent_table", "referent_schema");
  if (table === null || referenced === null) return unknown(operation, "a table's name is not constant");
  const constraint: ConstraintSpecification = {
    kind: "foreign-key",
    name: named(args, "constraint_name"),
    columns: namedList(args, "local_cols") ?? [],
    references: { table: referenced, columns: namedList(args, "remote_cols") ?? [] },
    expression: null,
    ...foreignKeyDetail(operation.scope, operation.call),
  };
  return [addConstraint(table, constraint, flag(args, "postgresql_not_valid") === true)];
}

function readKeyConstraint(
  operation: OperationCall,
  kind: "unique" | "primary-key",
): readonly SchemaOperation[] {
  const args = bindArguments(operation, ["constraint_name", "table_name", "columns"], "table_name");
  const table = tableIn(operation, args);
  if (table === null) return unknown(operation, "the table's name is not constant");
  const columns = namedList(args, "columns") ?? [];
  const name = named(args, "constraint_name");
  const detail = kind === "unique" ? uniqueDetail(operation.scope, operation.call) : {};
  return [addConstraint(table, { kind, name, columns, references: null, expression: null, ...detail })];
}

function readCreateCheck(operation: OperationCall): readonly SchemaOperation[] {
  const args = bindArguments(operation, ["constraint_name", "table_name", "condition"], "table_name");
  const table = tableIn(operation, args);
  if (table === null) return unknown(operation, "the table's name is not constant");
  const condition = args.named.get("condition");
  const constraint: ConstraintSpecification = {
    kind: "check",
    name: named(args, "constraint_name"),
    columns: [],
    references: null,
    expression:
      condition === undefined
        ? null
        : (expressionText(condition.scope, condition.expression, operation.parseSql) ??
          unparse(condition.expression)),
  };
  return [addConstraint(table, constraint, flag(args, "postgresql_not_valid") === true)];
}

function readCreateExclude(operation: OperationCall): readonly SchemaOperation[] {
  const args = bindArguments(operation, ["constraint_name", "table_name"], "table_name");
  const table = tableIn(operation, args);
  if (table === null) return unknown(operation, "the table's name is not constant");
  const columns = args.rest.map(excludedColumn);
  const name = named(args, "constraint_name");
  const elements = args.rest.map(({ expression }) => expression);
  const detail = exclusionDetail(
    operation.scope,
    operation.call,
    elements,
    conditionText(operation.parseSql),
  );
  return [
    addConstraint(table, { kind: "exclude", name, columns, references: null, expression: null, ...detail }),
  ];
}

const constraintTypes: ReadonlyMap<string, ConstraintSpecification["kind"]> = new Map([
  ["foreignkey", "foreign-key"],
  ["unique", "unique"],
  ["check", "check"],
  ["primary", "primary-key"],
]);

function readDropConstraint(operation: OperationCall): readonly SchemaOperation[] {
  const args = bindArguments(operation, ["constraint_name", "table_name", "type_"], "table_name");
  const table = tableIn(operation, args);
  if (table === null) return unknown(operation, "the table's name is not constant");
  const constraint = constraintTypes.get(named(args, "type_") ?? "") ?? null;
  return [{ kind: "drop-constraint", table, name: named(args, "constraint_name"), constraint }];
}

/** Keywords that reach the database without having a place in `SchemaOperation`. */
const significant =
  /^(ondelete|onupdate|deferrable|initially|match|comment|collation|if_exists|if_not_exists|postgresql_(using|where|ops|include|with|nulls_not_distinct|tablespace|partition_by))$/;

/** Those keywords of a call and of everything in it, normalised. */
export function detailOf(call: Call): string {
  const found: string[] = [];
  for (const node of walkAll([call])) {
    if (node.kind !== "call") continue;
    for (const keyword of node.keywords) {
      if (keyword.name !== null && significant.test(keyword.name)) {
        found.push(`${keyword.name}=${unparse(keyword.value)}`);
      }
    }
  }
  return found.join(", ");
}
