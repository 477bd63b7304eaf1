import type {
  ColumnSpecification,
  ColumnType,
  MigrationBody,
  MigrationEnvironment,
  MigrationStatement,
  SchemaOperation,
} from "../../facts/database.ts";
import { lockFacts } from "../../facts/postgresql/lock-facts.ts";
import { judgeTypeChange, type TypeChange } from "../../facts/postgresql/type-change.ts";
import { checksBefore, type EarlierCheck } from "./checks-before.ts";
import { columnBefore } from "./column-before.ts";
import type { MigrationContext } from "./migration-context.ts";
import type { Step } from "./step.ts";
import { rowsOf, sizeOf } from "./table-size.ts";
import { lowest } from "../../facts/location.ts";

const known = new WeakMap<MigrationContext, readonly Step[]>();

/**
 * The statements that the change's new migrations run, in the order of the graph, each with what the ones before it
 * did. Revisions that stood before are not run again: what was changed in them is `edited-merged-revision`'s.
 */
export function stepsOf(context: MigrationContext): readonly Step[] {
  const ready = known.get(context);
  if (ready !== undefined) return ready;
  const steps = walk(context);
  known.set(context, steps);
  return steps;
}

/** Bodies of the migrations that the change adds, in order. */
export function newBodies(context: MigrationContext): readonly MigrationBody[] {
  const added = new Set(
    context.changes.revisions.flatMap((change) =>
      change.status === "added" && change.after.body !== null ? [change.after.body.path] : [],
    ),
  );
  return context.after.migrations.filter((body) => added.has(body.path));
}

/** What the steps so far made of the schema. Tables are by qualified name, columns by `table.column`. */
interface State {
  readonly tables: Set<string>;
  readonly columns: Map<string, ColumnSpecification>;
  readonly indexes: Set<string>;
  readonly types: Set<string>;
  /** Constraints of this change by `table.name`; a check is proven when it needs no validation or has had it. */
  readonly constraints: Map<string, Made>;
  /** Checks that stood before the change, by table and name; read when a step first asks for those of a table. */
  readonly earlier: Map<string, Map<string, EarlierCheck>>;
  /** Columns, and whole tables where the columns are not known, that rows were written to. */
  readonly written: Set<string>;
  /** Columns that the change made nullable. */
  readonly loosened: Set<string>;
  /** Names of constraints that the change dropped. */
  readonly dropped: Set<string>;
  /** Schemas that the change makes: nothing was in them. */
  readonly schemas: Set<string>;
  /** Texts that the change hands to functions of the database's own: such a function may make the tables of a schema. */
  readonly handed: Set<string>;
  /** Something that could not be read may have written anything. */
  anythingWritten: boolean;
  readonly emptied: Set<string>;
}

interface Made {
  readonly expression: string | null;
  readonly referenced: string | null;
  readonly proven: boolean;
}

function walk(context: MigrationContext): readonly Step[] {
  const state: State = {
    tables: new Set(),
    columns: new Map(),
    indexes: new Set(),
    types: new Set(),
    constraints: new Map(),
    earlier: new Map(),
    written: new Set(),
    loosened: new Set(),
    dropped: new Set(),
    schemas: new Set(),
    handed: new Set(),
    anythingWritten: false,
    emptied: new Set(),
  };
  const transactions = new Map<number, Step[]>();
  const steps: Step[] = [];
  for (const { body, environment, statement, transaction } of inTransactions(context)) {
    const peers = transaction === null ? [] : (transactions.get(transaction) ?? []);
    if (transaction !== null) transactions.set(transaction, peers);
    const described = describe(statement, state, context);
    const schema = schemaOf(described.table);
    const perhapsNew = schema !== null && state.handed.has(schema);
    const step: Step = {
      ...described,
      perhapsNew,
      statement: perhapsNew
        ? { ...statement, confidence: lowest(statement.confidence, "medium") }
        : statement,
      operation: statement.operation,
      body,
      environment,
      transaction,
      peers,
    };
    peers.push(step);
    steps.push(step);
    apply(statement.operation, state);
    for (const text of handedTexts(statement)) state.handed.add(text);
  }
  return steps;
}

function schemaOf(table: string | null): string | null {
  const dot = table?.lastIndexOf(".") ?? -1;
  return table === null || dot < 0 ? null : table.slice(0, dot);
}

/** Constants in a `SELECT f('source', 'target')`. */
function handedTexts({ operation, detail }: MigrationStatement): readonly string[] {
  if (operation.kind !== "other" || operation.command !== "SELECT") return [];
  return [...detail.matchAll(/'(\w+)'/g)].flatMap(([, text]) => text ?? []);
}

interface Placed {
  readonly body: MigrationBody;
  readonly environment: MigrationEnvironment | null;
  readonly statement: MigrationStatement;
  readonly transaction: number | null;
}

/** Alembic runs all revisions of one `upgrade head` in one transaction, unless `transaction_per_migration` says otherwise. */
function* inTransactions(context: MigrationContext): Generator<Placed> {
  let current = 0;
  let last: MigrationEnvironment | null = null;
  for (const body of newBodies(context)) {
    const environment = environmentOf(body, context);
    const continues = environment !== null && environment === last && !environment.transactionPerMigration;
    if (!continues) current += 1;
    last = environment;
    let segment = 0;
    for (const statement of body.upgrade) {
      // A branch for another database: it is run only where that one is supported too.
      if (statement.confidence === "low" && environment?.dialect !== "both") continue;
      if (statement.segment !== null && statement.segment !== segment) {
        segment = statement.segment;
        current += 1;
      }
      yield { body, environment, statement, transaction: statement.segment === null ? null : current };
    }
  }
}

function environmentOf(body: MigrationBody, context: MigrationContext): MigrationEnvironment | null {
  const id = body.revision;
  if (id === null) return null;
  const { environments } = context.after.revisions;
  return (
    environments.find((environment) => environment.revisions.get(id)?.path === body.path) ??
    environments.find((environment) => environment.duplicates.some(({ path }) => path === body.path)) ??
    null
  );
}

// ── one step ───────────────────────────────────────────────────────────────────────────────────────────────────

type Described = Omit<
  Step,
  "statement" | "operation" | "body" | "environment" | "transaction" | "peers" | "perhapsNew"
>;

function describe(statement: MigrationStatement, state: State, context: MigrationContext): Described {
  const { operation } = statement;
  const table = tableOf(operation);
  const column = columnOf(operation);
  const key = table === null || column === null ? null : `${table}.${column}`;
  const { typeBefore, typeChange } = changeOfType(operation, context);
  const { version } = context.settings.database;
  recallChecks(operation, state, context);
  const proven = key !== null && isProven(table, column, state);
  const wasNotNull = isStillNotNull(operation, state, context);
  return {
    table,
    existing: isExisting(operation, table, state),
    size: table === null ? "unknown" : sizeOf(table, context.settings),
    rows: table === null ? null : rowsOf(table, context.settings),
    lock: lockFacts(operation, {
      version,
      typeChange,
      provenNotNull: proven || wasNotNull,
      referenced: referencedBy(operation, state),
    }),
    typeBefore,
    typeChange,
    added: key === null ? null : (state.columns.get(key) ?? null),
    backfilled:
      state.anythingWritten ||
      (key !== null && state.written.has(key)) ||
      (table !== null && state.written.has(table)),
    // A proof spares the scan since PostgreSQL 12.
    provenNotNull: proven && version >= 12,
    wasNotNull,
    emptied: table !== null && state.emptied.has(table),
  };
}

/** The table that an operation is about. */
export function tableOf(operation: SchemaOperation): string | null {
  if (operation.kind === "other") return operation.relations[0] ?? null;
  return "table" in operation ? operation.table : null;
}

export function columnOf(operation: SchemaOperation): string | null {
  if (operation.kind === "add-column") return operation.column.name;
  return operation.kind === "alter-column" || operation.kind === "drop-column" ? operation.column : null;
}

/** Asked of `SET NOT NULL` alone: only there does the history of the table matter. */
function isStillNotNull(operation: SchemaOperation, state: State, context: MigrationContext): boolean {
  if (operation.kind !== "alter-column" || operation.nullable !== false) return false;
  const { table, column } = operation;
  const key = `${table}.${column}`;
  if (state.tables.has(table) || state.columns.has(key) || state.loosened.has(key)) return false;
  return columnBefore(table, column, context)?.nullable === false;
}

function isExisting(operation: SchemaOperation, table: string | null, state: State): boolean {
  if (table !== null && state.tables.has(table)) return false;
  if (state.schemas.has(schemaOf(table) ?? "")) return false;
  switch (operation.kind) {
    case "create-table":
      return false;
    case "drop-index":
      return !state.indexes.has(operation.name);
    case "drop-type":
    case "add-enum-value":
    case "rename-enum-value":
      return !state.types.has(operation.name);
    case "other":
      return !operation.command.startsWith("ALTER DOMAIN") || !state.types.has(operation.relations[0] ?? "");
    case "drop-constraint":
      return operation.name === null || !state.constraints.has(`${operation.table}.${operation.name}`);
    case "create-type":
      return false;
    default:
      return true;
  }
}

function changeOfType(
  operation: SchemaOperation,
  context: MigrationContext,
): { readonly typeBefore: ColumnType | null; readonly typeChange: TypeChange } {
  if (operation.kind !== "alter-column" || operation.type === null) {
    return { typeBefore: null, typeChange: "none" };
  }
  const model = context.before.schema.tables.get(operation.table)?.columns.get(operation.column);
  const typeBefore =
    operation.existingType ??
    columnBefore(operation.table, operation.column, context)?.type ??
    model?.type ??
    null;
  const typeChange = judgeTypeChange(typeBefore, operation.type, operation.using);
  // Until PostgreSQL 12 the zone did not matter: the rows were written anew also under UTC (measured).
  const rewrites = typeChange === "time-zone" && context.settings.database.version < 12;
  return { typeBefore, typeChange: rewrites ? "rewrite" : typeChange };
}

/** The other end of a foreign key that is dropped or validated. */
function referencedBy(operation: SchemaOperation, state: State): string | null {
  if (operation.kind !== "drop-constraint" && operation.kind !== "validate-constraint") return null;
  return state.constraints.get(`${operation.table}.${operation.name ?? ""}`)?.referenced ?? null;
}

function isProven(table: string | null, column: string | null, state: State): boolean {
  const condition = `${column ?? ""} IS NOT NULL`;
  const proves = ({ proven, expression }: EarlierCheck): boolean => proven && expression === condition;
  const earlier = [...(state.earlier.get(table ?? "")?.values() ?? [])];
  return (
    earlier.some(proves) ||
    [...state.constraints].some(([key, made]) => key.startsWith(`${table ?? ""}.`) && proves(made))
  );
}

/** Checks of earlier revisions matter where one may spare a scan, or is validated for that. */
function recallChecks(operation: SchemaOperation, state: State, context: MigrationContext): void {
  const asks =
    operation.kind === "validate-constraint" ||
    (operation.kind === "alter-column" && operation.nullable === false);
  if (!asks || state.earlier.has(operation.table) || state.tables.has(operation.table)) return;
  const checks = checksBefore(operation.table, context);
  for (const name of state.dropped) checks.delete(name);
  state.earlier.set(operation.table, checks);
}

// ── what a step leaves behind ──────────────────────────────────────────────────────────────────────────────────

function apply(operation: SchemaOperation, state: State): void {
  switch (operation.kind) {
    case "create-table":
      state.tables.add(operation.table);
      return;
    case "drop-table":
      state.tables.delete(operation.table);
      return;
    case "rename-table":
      if (state.tables.delete(operation.table)) state.tables.add(operation.to);
      return;
    case "add-column":
      state.columns.set(`${operation.table}.${operation.column.name}`, operation.column);
      return;
    case "drop-column":
      state.columns.delete(`${operation.table}.${operation.column}`);
      return;
    case "alter-column":
      applyAlteration(operation, state);
      return;
    case "create-index":
      if (operation.name !== null) state.indexes.add(operation.name);
      return;
    case "create-type":
      state.types.add(operation.name);
      return;
    case "add-constraint":
    case "validate-constraint":
    case "drop-constraint":
      applyConstraint(operation, state);
      return;
    case "modify-rows":
      applyRows(operation, state);
      return;
    case "unknown":
      state.anythingWritten = true;
      return;
    case "other":
      if (operation.command === "CREATE DOMAIN") state.types.add(operation.relations[0] ?? "");
      if (operation.command === "CREATE SCHEMA") state.schemas.add(operation.relations[0] ?? "");
      return;
    case "drop-index":
    case "drop-type":
    case "add-enum-value":
    case "rename-enum-value":
      return;
  }
}

function applyAlteration(operation: Extract<SchemaOperation, { kind: "alter-column" }>, state: State): void {
  const key = `${operation.table}.${operation.column}`;
  if (operation.nullable === true) state.loosened.add(key);
  if (operation.nullable === false) state.loosened.delete(key);
  // What has another name now is not followed back.
  if (operation.rename !== null) state.loosened.add(`${operation.table}.${operation.rename}`);
  const column = state.columns.get(key);
  if (column === undefined) return;
  if (operation.rename !== null) {
    state.columns.delete(key);
    state.columns.set(`${operation.table}.${operation.rename}`, { ...column, name: operation.rename });
    if (state.written.has(key)) state.written.add(`${operation.table}.${operation.rename}`);
  }
}

function applyConstraint(
  operation: Extract<SchemaOperation, { kind: "add-constraint" | "validate-constraint" | "drop-constraint" }>,
  state: State,
): void {
  const key = `${operation.table}.${operation.name ?? ""}`;
  const earlier = state.earlier.get(operation.table);
  if (operation.kind === "drop-constraint") {
    state.constraints.delete(key);
    state.dropped.add(operation.name ?? "");
    earlier?.delete(operation.name ?? "");
  } else if (operation.kind === "add-constraint") {
    const { expression, references, notValid } = operation;
    state.constraints.set(key, { expression, referenced: references?.table ?? null, proven: !notValid });
  } else {
    const made = state.constraints.get(key);
    if (made !== undefined) state.constraints.set(key, { ...made, proven: true });
    const check = earlier?.get(operation.name);
    if (check !== undefined) earlier?.set(operation.name, { ...check, proven: true });
  }
}

function applyRows(operation: Extract<SchemaOperation, { kind: "modify-rows" }>, state: State): void {
  const { table, verb, columns, filtered } = operation;
  if (table === null) {
    state.anythingWritten = true;
    return;
  }
  if (verb === "truncate" || (verb === "delete" && !filtered)) {
    state.emptied.add(table);
    return;
  }
  if (verb === "delete") return;
  if (verb === "insert") state.emptied.delete(table);
  if (columns.length === 0) state.written.add(table);
  for (const column of columns) state.written.add(`${table}.${column}`);
}
