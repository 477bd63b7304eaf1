import type {
  Column,
  ColumnSpecification,
  ColumnType,
  Constraint,
  DatabaseSchema,
  Index,
  MigrationBody,
  MigrationStatement,
  SchemaOperation,
  Table,
} from "../database.ts";
import type { Location, Unresolved } from "../location.ts";

/** A table while migrations are replayed. Operations replace its lists; nothing is changed in place. */
interface Replayed {
  readonly where: Location;
  readonly columns: ReadonlyMap<string, Column>;
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  /** Made by `CREATE TABLE … AS` or changed by what is not known: columns may be missing. */
  readonly partial: boolean;
}

interface State {
  readonly tables: Map<string, Replayed>;
  /** Labels of the enum types. */
  readonly enums: Map<string, readonly string[]>;
  readonly unresolved: Unresolved[];
}

/**
 * The schema that migrations leave behind when they are run in this order on an empty database, in the form in which
 * models are read. Branches for another database are left out; both branches of a condition are taken. What could not
 * be read is in `unresolved`.
 */
export function replayMigrations(bodies: readonly MigrationBody[]): DatabaseSchema {
  const state: State = { tables: new Map(), enums: new Map(), unresolved: [] };
  for (const body of bodies) {
    for (const statement of body.upgrade) {
      if (statement.confidence !== "low") replay(statement, state);
    }
    state.unresolved.push(...body.unresolved);
  }
  const tables = [...state.tables].map(([name, table]) => [name, finish(name, table, state)] as const);
  return { tables: new Map(tables), unresolved: state.unresolved };
}

function finish(name: string, { partial, ...table }: Replayed, { enums }: State): Table {
  const columns = [...table.columns].map(
    ([key, column]) => [key, { ...column, type: withLabels(column.type, enums) }] as const,
  );
  const confidence = partial ? "low" : "high";
  return { ...table, name, mappedClass: null, columns: new Map(columns), confidence };
}

/** A type of the database's own is one of the enums that migrations made. */
function withLabels(type: ColumnType, enums: State["enums"]): ColumnType {
  const labels = type.opaque || type.name === "enum" ? enums.get(type.name) : undefined;
  return labels === undefined ? type : { name: "enum", args: [...labels].sort(), opaque: false };
}

function replay({ operation, where }: MigrationStatement, state: State): void {
  switch (operation.kind) {
    case "create-table":
      state.tables.set(operation.table, createdTable(operation, where));
      return;
    case "drop-table":
      state.tables.delete(operation.table);
      return;
    case "rename-table":
      renameTable(operation.table, operation.to, state);
      return;
    case "create-type":
      state.enums.set(operation.name, operation.values);
      return;
    case "drop-type":
      state.enums.delete(operation.name);
      return;
    case "add-enum-value":
      relabel(operation.name, (labels) => [...labels, operation.value], state);
      return;
    case "rename-enum-value": {
      const { name, from, to } = operation;
      relabel(name, (labels) => labels.map((label) => (label === from ? to : label)), state);
      return;
    }
    case "drop-index":
      dropIndex(operation.name, state);
      return;
    case "unknown":
      state.unresolved.push({ where, what: operation.what });
      return;
    case "add-column":
    case "drop-column":
    case "alter-column":
    case "create-index":
    case "add-constraint":
    case "drop-constraint":
      changeTable(operation, where, state);
      return;
    case "validate-constraint":
    case "modify-rows":
    case "other":
      return;
  }
}

/**
 * Gives an enum other labels. A column that Python declares knows the labels and not the type's name: those with the
 * labels that the type had are of that type.
 */
function relabel(name: string, change: (labels: readonly string[]) => readonly string[], state: State): void {
  const old = state.enums.get(name) ?? [];
  const labels = change(old);
  state.enums.set(name, labels);
  const key = [...old].sort().join("\0");
  const isOf = ({ type }: Column): boolean =>
    type.name === "enum" && !type.opaque && type.args.length > 0 && [...type.args].sort().join("\0") === key;
  for (const [table, replayed] of state.tables) {
    if (![...replayed.columns.values()].some(isOf)) continue;
    const type: ColumnType = { name: "enum", args: [...labels].sort(), opaque: false };
    const columns = [...replayed.columns].map(
      ([column, one]) => [column, isOf(one) ? { ...one, type } : one] as const,
    );
    state.tables.set(table, { ...replayed, columns: new Map(columns) });
  }
}

// ── tables ─────────────────────────────────────────────────────────────────────────────────────────────────────

function createdTable(
  operation: Extract<SchemaOperation, { kind: "create-table" }>,
  where: Location,
): Replayed {
  return {
    where,
    columns: new Map(operation.columns.map((column) => [column.name, columnOf(column, where)])),
    indexes: [],
    constraints: operation.constraints.map((constraint) => ({ ...constraint, where })),
    partial: operation.columns.length === 0,
  };
}

/** References of other tables follow the name. */
function renameTable(from: string, to: string, state: State): void {
  const table = state.tables.get(from);
  if (table === undefined) return;
  state.tables.delete(from);
  state.tables.set(to, table);
  for (const [name, other] of state.tables) {
    if (!other.constraints.some(({ references }) => references?.table === from)) continue;
    const constraints = other.constraints.map((constraint) =>
      constraint.references?.table === from
        ? { ...constraint, references: { ...constraint.references, table: to } }
        : constraint,
    );
    state.tables.set(name, { ...other, constraints });
  }
}

function dropIndex(dropped: string, state: State): void {
  const plain = (name: string): string => name.slice(name.lastIndexOf(".") + 1);
  for (const [name, table] of state.tables) {
    const indexes = table.indexes.filter(
      (index) => index.name === null || plain(index.name) !== plain(dropped),
    );
    if (indexes.length < table.indexes.length) state.tables.set(name, { ...table, indexes });
  }
}

type TableOperation = Extract<
  SchemaOperation,
  {
    kind:
      | "add-column"
      | "drop-column"
      | "alter-column"
      | "create-index"
      | "add-constraint"
      | "drop-constraint";
  }
>;

function changeTable(operation: TableOperation, where: Location, state: State): void {
  const table = state.tables.get(operation.table);
  if (table === undefined) {
    state.unresolved.push({ where, what: `\`${operation.table}\` is changed, but no migration made it` });
    return;
  }
  state.tables.set(operation.table, changed(table, operation, where));
}

function changed(table: Replayed, operation: TableOperation, where: Location): Replayed {
  switch (operation.kind) {
    case "add-column": {
      const column = columnOf(operation.column, where);
      const constraints = (operation.constraints ?? []).map((constraint) => ({ ...constraint, where }));
      return {
        ...table,
        columns: new Map([...table.columns, [column.name, column]]),
        constraints: [...table.constraints, ...constraints],
      };
    }
    case "drop-column":
      return withoutColumn(table, operation.column);
    case "alter-column":
      return withAlteredColumn(table, operation);
    case "create-index": {
      const { name, unique, detail } = operation;
      const columns = operation.columns.map((column, at) =>
        `${column} ${operation.order?.[at] ?? ""}`.trim(),
      );
      // `IF NOT EXISTS` in a second revision makes no second index.
      const others = table.indexes.filter((index) => name === null || index.name !== name);
      return {
        ...table,
        indexes: [...others, { name, columns, unique, where, ...(detail === undefined ? {} : { detail }) }],
      };
    }
    case "add-constraint":
      return withConstraint(table, operation, where);
    case "drop-constraint":
      return withoutConstraint(table, operation);
  }
}

// ── columns ────────────────────────────────────────────────────────────────────────────────────────────────────

function columnOf(column: ColumnSpecification, where: Location): Column {
  return {
    name: column.name,
    type: column.type ?? { name: "?", args: [], opaque: true },
    nullable: column.nullable !== false && !column.primaryKey,
    serverDefault: column.serverDefault,
    primaryKey: column.primaryKey,
    foreignKey: column.foreignKey,
    unique: column.unique,
    index: false,
    identity: column.identity,
    computed: column.computed ?? null,
    where,
  };
}

/** PostgreSQL drops what stands on the column with it. */
function withoutColumn(table: Replayed, name: string): Replayed {
  const columns = new Map(table.columns);
  columns.delete(name);
  return {
    ...table,
    columns,
    indexes: table.indexes.filter((index) => !index.columns.some((column) => isColumn(column, name))),
    constraints: table.constraints.filter((constraint) => !constraint.columns.includes(name)),
  };
}

/** `a`, `a desc`: a column of an index with its direction. */
function isColumn(text: string, name: string): boolean {
  return text.startsWith(name) && /^(?: desc)?(?: nulls (?:first|last))?$/.test(text.slice(name.length));
}

function withAlteredColumn(
  table: Replayed,
  operation: Extract<SchemaOperation, { kind: "alter-column" }>,
): Replayed {
  const column = table.columns.get(operation.column);
  if (column === undefined) return table;
  const name = operation.rename ?? column.name;
  const altered: Column = {
    ...column,
    name,
    type: operation.type ?? column.type,
    nullable: operation.nullable ?? column.nullable,
    serverDefault: operation.serverDefault === undefined ? column.serverDefault : operation.serverDefault,
  };
  // The order of the columns stays.
  const columns = new Map(
    [...table.columns].map(([key, one]) => (one === column ? [name, altered] : [key, one])),
  );
  if (operation.rename === null) return { ...table, columns };
  const renamed = (names: readonly string[]): readonly string[] =>
    names.map((one) => (one === column.name ? name : one));
  return {
    ...table,
    columns,
    indexes: table.indexes.map((index) => ({
      ...index,
      columns: index.columns.map((one) =>
        isColumn(one, column.name) ? `${name}${one.slice(column.name.length)}` : one,
      ),
    })),
    constraints: table.constraints.map((constraint) => ({
      ...constraint,
      columns: renamed(constraint.columns),
    })),
  };
}

// ── constraints ────────────────────────────────────────────────────────────────────────────────────────────────

function withConstraint(
  table: Replayed,
  operation: Extract<SchemaOperation, { kind: "add-constraint" }>,
  where: Location,
): Replayed {
  const { constraint: kind, name, columns, references, expression, detail } = operation;
  const more = detail === undefined ? {} : { detail };
  const constraints = [...table.constraints, { kind, name, columns, references, expression, where, ...more }];
  if (kind !== "primary-key") return { ...table, constraints };
  const keyed = [...table.columns].map(
    ([key, column]) =>
      [key, columns.includes(key) ? { ...column, primaryKey: true, nullable: false } : column] as const,
  );
  return { ...table, constraints, columns: new Map(keyed) };
}

function withoutConstraint(
  table: Replayed,
  operation: Extract<SchemaOperation, { kind: "drop-constraint" }>,
): Replayed {
  const dropped = table.constraints.filter(
    (constraint) =>
      constraint.name === operation.name || names(operation.table, constraint).includes(operation.name ?? ""),
  );
  const constraints = table.constraints.filter((constraint) => !dropped.includes(constraint));
  // A unique index that a constraint took over goes with it.
  const indexes = table.indexes.filter((index) => index.name === null || index.name !== operation.name);
  if (!dropped.some(({ kind }) => kind === "primary-key")) return { ...table, constraints, indexes };
  const columns = [...table.columns].map(([key, column]) => [key, { ...column, primaryKey: false }] as const);
  return { ...table, constraints, indexes, columns: new Map(columns) };
}

const suffixes = {
  "primary-key": "pkey",
  unique: "key",
  "foreign-key": "fkey",
  check: "check",
  exclude: "excl",
} as const;

/** Names that PostgreSQL gives a constraint without one (src/backend/commands/indexcmds.c, `ChooseConstraintName`). */
function names(table: string, { name, kind, columns }: Constraint): readonly string[] {
  if (name !== null) return [];
  const plain = table.slice(table.lastIndexOf(".") + 1);
  const suffix = suffixes[kind];
  if (kind === "primary-key") return [`${plain}_${suffix}`];
  return [`${plain}_${columns.join("_")}_${suffix}`, `${plain}_${suffix}`];
}
