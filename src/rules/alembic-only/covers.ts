import type { ColumnAspect } from "../../changes/schema-equality.ts";
import type { Column, ColumnType, Constraint, Index, SchemaOperation } from "../../facts/database.ts";
import { columnsOf, type ModelDelta } from "./model-delta.ts";

/**
 * Does a list of operations do what a change of the models asks? Meant to be generous: a name may come from a naming
 * convention, a unique index serves for a unique constraint, and an operation that touches the same thing in the same
 * way counts although its details differ.
 */
export function covers(delta: ModelDelta, operations: readonly SchemaOperation[]): boolean {
  if (operations.some((operation) => remakes(delta, operation)) || isRenamed(delta, operations)) return true;
  switch (delta.kind) {
    case "create-table":
      return operations.some((one) => one.kind === "create-table" && isTable(one.table, delta));
    case "drop-table":
      return operations.some((one) => one.kind === "drop-table" && isTable(one.table, delta));
    case "add-column":
      return operations.some((one) => addsColumn(one, delta, delta.column.name));
    case "drop-column":
      return operations.some((one) => dropsColumn(one, delta, delta.column.name));
    case "alter-column":
      return altersColumn(delta, operations);
    case "add-index":
      return operations.some((one) => addsIndex(one, delta, delta.index));
    case "drop-index":
      return operations.some((one) => dropsIndex(one, delta, delta.index));
    case "alter-index":
      return operations.some(
        (one) => addsIndex(one, delta, delta.index) || dropsIndex(one, delta, delta.index),
      );
    case "add-constraint":
    case "alter-constraint":
      return operations.some((one) => addsConstraint(one, delta, delta.constraint));
    default:
      return operations.some((one) => dropsConstraint(one, delta, delta.constraint));
  }
}

/** Same table; where only one side names a schema, the rest of the name decides (a migration may rely on `search_path`). */
export function sameTable(one: string, other: string): boolean {
  if (one === other) return true;
  const oneParts = one.split(".");
  const otherParts = other.split(".");
  return oneParts.length !== otherParts.length && oneParts.at(-1) === otherParts.at(-1);
}

export function isTable(name: string | null, delta: ModelDelta): boolean {
  return name !== null && sameTable(name, delta.table.name);
}

/** The table is dropped and made anew, or the columns go with it: what stands on them goes too. */
function remakes(delta: ModelDelta, operation: SchemaOperation): boolean {
  const drops =
    delta.kind === "drop-column" || delta.kind === "drop-index" || delta.kind === "drop-constraint";
  if (operation.kind === "drop-table") return drops && isTable(operation.table, delta);
  if (operation.kind !== "drop-column" || !drops || delta.kind === "drop-column") return false;
  return isTable(operation.table, delta) && columnsOf(delta).includes(operation.column);
}

/** A rename keeps indexes and constraints, and a column's or table's other name is no other column or table. */
function isRenamed(delta: ModelDelta, operations: readonly SchemaOperation[]): boolean {
  const names = new Set(columnsOf(delta));
  const references = "constraint" in delta ? delta.constraint.references : null;
  return operations.some((one) => {
    if (one.kind === "rename-table") {
      const whole = delta.kind === "create-table" || delta.kind === "drop-table";
      if (whole) return isTable(delta.kind === "create-table" ? one.to : one.table, delta);
      return references !== null && [one.table, one.to].some((name) => sameTable(name, references.table));
    }
    if (one.kind !== "alter-column" || one.rename === null) return false;
    if (delta.kind === "alter-column") return false;
    if (delta.kind === "add-column") return isTable(one.table, delta) && delta.column.name === one.rename;
    if (delta.kind === "drop-column") return isTable(one.table, delta) && delta.column.name === one.column;
    const own = isTable(one.table, delta) && (names.has(one.rename) || names.has(one.column));
    const other =
      references !== null &&
      sameTable(one.table, references.table) &&
      references.columns.some((column) => column === one.rename || column === one.column);
    return own || other;
  });
}

export function addsColumn(operation: SchemaOperation, delta: ModelDelta, name: string): boolean {
  if (operation.kind === "add-column")
    return isTable(operation.table, delta) && operation.column.name === name;
  if (operation.kind !== "create-table" || !isTable(operation.table, delta)) return false;
  return operation.columns.some((column) => column.name === name);
}

export function dropsColumn(operation: SchemaOperation, delta: ModelDelta, name: string): boolean {
  return operation.kind === "drop-column" && isTable(operation.table, delta) && operation.column === name;
}

// ── alterations ────────────────────────────────────────────────────────────────────────────────────────────────

function altersColumn(
  delta: Extract<ModelDelta, { kind: "alter-column" }>,
  operations: readonly SchemaOperation[],
): boolean {
  const { name } = delta.after;
  // The table is made here, or another column takes its place: dropped and added, or filled beside it and renamed.
  const anew =
    operations.some((one) => one.kind === "create-table" && addsColumn(one, delta, name)) ||
    (operations.some((one) => dropsColumn(one, delta, name) || renames(one, delta)?.column === name) &&
      operations.some((one) => addsColumn(one, delta, name) || renames(one, delta)?.rename === name));
  return anew || uncoveredAspects(delta, operations).length === 0;
}

function renames(operation: SchemaOperation, delta: ModelDelta) {
  const isRename = operation.kind === "alter-column" && operation.rename !== null;
  return isRename && isTable(operation.table, delta) ? operation : null;
}

/** The aspects of a changed column that no operation touches. */
export function uncoveredAspects(
  delta: Extract<ModelDelta, { kind: "alter-column" }>,
  operations: readonly SchemaOperation[],
): readonly ColumnAspect[] {
  return delta.aspects.filter(
    (aspect) => !operations.some((operation) => touchesAspect(operation, delta, aspect)),
  );
}

function touchesAspect(
  operation: SchemaOperation,
  delta: Extract<ModelDelta, { kind: "alter-column" }>,
  aspect: ColumnAspect,
): boolean {
  if (aspect === "type" && changesLabels(operation, delta)) return true;
  if (operation.kind === "add-constraint" && operation.constraint === "primary-key") {
    return (
      aspect === "nullable" && isTable(operation.table, delta) && operation.columns.includes(delta.after.name)
    );
  }
  if (operation.kind !== "alter-column" || !isTable(operation.table, delta)) return false;
  if (operation.column !== delta.after.name && operation.rename !== delta.after.name) return false;
  switch (aspect) {
    case "type":
      return operation.type !== null;
    case "nullable":
      return operation.nullable !== null;
    case "default":
      return operation.serverDefault !== undefined;
    default:
      return true;
  }
}

/** The type of an enum column is its own object: which one is not known from the model, its labels are. */
function changesLabels(
  operation: SchemaOperation,
  { before, after }: { readonly before: Column; readonly after: Column },
): boolean {
  const old = labelsOf(before.type);
  const now = labelsOf(after.type);
  if (old === null || now === null) return false;
  const added = now.filter((label) => !old.includes(label));
  const removed = old.filter((label) => !now.includes(label));
  switch (operation.kind) {
    case "add-enum-value":
      return added.includes(operation.value);
    case "rename-enum-value":
      return added.includes(operation.to) || removed.includes(operation.from);
    case "create-type":
      return (
        added.length === 0 ||
        operation.values.length === 0 ||
        added.every((label) => operation.values.includes(label))
      );
    default:
      return false;
  }
}

/** Members of an enum, or of the enum that an array is made of; null for every other type. */
export function labelsOf({ name, args }: ColumnType): readonly string[] | null {
  if (name === "enum") return args;
  const element = name === "array" ? (args[0] ?? "") : "";
  return element.startsWith("enum(") ? element.slice("enum(".length, -1).split(", ") : null;
}

// ── indexes and constraints ────────────────────────────────────────────────────────────────────────────────────

export function addsIndex(operation: SchemaOperation, delta: ModelDelta, index: Index): boolean {
  if (operation.kind === "create-index") {
    return (
      isTable(operation.table, delta) &&
      (sameName(operation.name, index.name) || onColumns(operation.columns, index.columns))
    );
  }
  if (!index.unique) return false;
  return keysOf(operation, delta).some(
    (key) =>
      (key.constraint === "unique" || key.constraint === "primary-key") &&
      onColumns(key.columns, index.columns),
  );
}

export function dropsIndex(operation: SchemaOperation, delta: ModelDelta, index: Index): boolean {
  if (operation.kind === "drop-index") {
    if (operation.table !== null && !isTable(operation.table, delta)) return false;
    return index.name === null ? mentions(operation.name, index.columns) : operation.name === index.name;
  }
  return index.unique && operation.kind === "drop-constraint" && isTable(operation.table, delta);
}

export function addsConstraint(
  operation: SchemaOperation,
  delta: ModelDelta,
  constraint: Constraint,
): boolean {
  if (constraint.kind === "unique" && operation.kind === "create-index") {
    return (
      operation.unique && isTable(operation.table, delta) && onColumns(operation.columns, constraint.columns)
    );
  }
  if (operation.kind === "add-column" && isTable(operation.table, delta)) {
    const { column } = operation;
    if (!constraint.columns.includes(column.name)) return false;
    if (constraint.kind === "primary-key") return column.primaryKey;
    return constraint.kind === "unique"
      ? column.unique
      : column.foreignKey !== null && constraint.kind === "foreign-key";
  }
  return keysOf(operation, delta).some((key) => {
    if (key.constraint !== constraint.kind) return false;
    if (constraint.kind === "primary-key") return true;
    return sameName(key.name, constraint.name) || onColumns(key.columns, constraint.columns);
  });
}

interface Key {
  readonly constraint: Constraint["kind"];
  readonly name: string | null;
  readonly columns: readonly string[];
}

/** Constraints that an operation makes on the delta's table. */
function keysOf(operation: SchemaOperation, delta: ModelDelta): readonly Key[] {
  if (operation.kind === "add-constraint" && isTable(operation.table, delta)) return [operation];
  if (operation.kind !== "create-table" || !isTable(operation.table, delta)) return [];
  return operation.constraints.map(({ kind, name, columns }) => ({ constraint: kind, name, columns }));
}

export function dropsConstraint(
  operation: SchemaOperation,
  delta: ModelDelta,
  constraint: Constraint,
): boolean {
  if (operation.kind === "drop-index") {
    return constraint.kind === "unique" && mentionsOrIs(operation.name, constraint);
  }
  if (operation.kind !== "drop-constraint" || !isTable(operation.table, delta)) return false;
  if (operation.constraint !== null && operation.constraint !== constraint.kind) return false;
  return operation.name === null || mentionsOrIs(operation.name, constraint) || operation.constraint !== null;
}

function mentionsOrIs(name: string, constraint: Constraint): boolean {
  if (constraint.name !== null) return name === constraint.name;
  return mentions(name, constraint.columns);
}

/** A convention puts the column's name into the name of an index or constraint. */
function mentions(name: string, columns: readonly string[]): boolean {
  return columns.some((column) => name.includes(column));
}

function sameName(one: string | null, other: string | null): boolean {
  return one !== null && one === other;
}

/** The same columns, whatever their order and direction; an expression is compared by the names in it. */
function onColumns(one: readonly string[], other: readonly string[]): boolean {
  if (one.length === 0 || other.length === 0) return false;
  const left = one.map(plainColumn).sort();
  const right = other.map(plainColumn).sort();
  return left.length === right.length && left.every((column, at) => column === right[at]);
}

/** `name` of `name desc`, `lower(name)` of `LOWER(name)`, without quotes. */
function plainColumn(column: string): string {
  const text = column.toLowerCase().replaceAll('"', "").replaceAll(/[()]/gu, " ");
  return text
    .split(/\s+/u)
    .filter((word) => !directions.has(word))
    .join(" ")
    .trim();
}

const directions = new Set(["asc", "desc", "nulls", "first", "last", ""]);
