import type { Call, Expression, FunctionDefinition } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import type { SchemaOperation } from "../database.ts";
import type { Confidence, Location } from "../location.ts";
import { follow, resolveIn, sqlalchemyName, type NameScope, type Placed } from "../sqlalchemy/name-scope.ts";
import { enumName, nativeEnumType } from "./column-definition.ts";
import { detailOf, readOperation } from "./operations.ts";
import { unfoldCall } from "./indirect-calls.ts";
import { lastName, tableOf } from "./names.ts";
import { isHarmlessCallee, receiverOf, type Receiver } from "./receiver.ts";
import { locationOf, record, recordSql, type Placement, type Run } from "./record.ts";
import { itemsOf } from "./items.ts";
import { keysOf, readCoreStatement, readQueryChange, readSessionWrite } from "./row-changes.ts";
import { sqlTextOf } from "./sql-argument.ts";

/** A function of the migration that a call runs. */
export interface Callee {
  readonly path: string;
  readonly node: FunctionDefinition;
  /** The names around a nested function; null for one of a module. */
  readonly closure: NameScope | null;
  /** The call with the function's arguments, where it is not the one that is written. */
  readonly call?: Call;
}

export interface CallFrame {
  readonly scope: NameScope;
  readonly confidence: Confidence;
  /** Functions defined inside of functions. */
  readonly functions: ReadonlyMap<string, Callee>;
  /** Where everything is reported to be, while a function of another file is read. */
  readonly site: Location | null;
}

/** Records what a call does to the database, or gives back the function of the repository that has to be read for it. */
export function readCall(run: Run, frame: CallFrame, call: Call, depth = 0): Callee | null {
  const { callee } = call;
  const placement: Placement = {
    where: frame.site ?? locationOf(frame.scope.path, call),
    confidence: frame.confidence,
    isSite: frame.site !== null,
  };
  if (callee.kind === "attribute") {
    const receiver = receiverOf(frame.scope, callee.value);
    if (receiver !== null) {
      readMethod(run, frame.scope, call, callee.attribute, receiver, placement);
      return null;
    }
    if (readObjectMethod(run, frame.scope, call, callee, placement)) return null;
    // Only a connection has this method: SQL is not lost where it came from a function that can't be followed.
    if (callee.attribute === "exec_driver_sql") {
      readExecuted(run, frame.scope, call, placement);
      return null;
    }
  }
  const local = callee.kind === "name" ? frame.functions.get(callee.id) : undefined;
  if (local !== undefined) return local;
  const unfolded = depth < deepestAlias ? unfoldCall(frame.scope, call) : null;
  if (unfolded?.kind === "function") return unfolded;
  if (unfolded?.kind === "call") return readCall(run, frame, unfolded.call, depth + 1);
  return readFunctionCall(run, frame.scope, call, placement);
}

/** Names for names for operations are followed this far. */
const deepestAlias = 4;

/** A call that may change the database in ways that can't be seen from here. */
function recordUnknown(run: Run, call: Call, what: string, placement: Placement): void {
  record(run, { kind: "unknown", what }, unparse(call), placement);
}

// ── op, batch, connection, session ─────────────────────────────────────────────────────────────────────────────

/** Attributes of `op` that change nothing. */
const quiet = new Set([
  "get_bind",
  "get_context",
  "f",
  "inline_literal",
  "batch_alter_table",
  "implementation_for",
]);

function readMethod(
  run: Run,
  scope: NameScope,
  call: Call,
  method: string,
  receiver: Receiver,
  placement: Placement,
): void {
  switch (receiver.kind) {
    case "op":
    case "batch":
      readOpMethod(run, scope, call, method, receiver.kind === "batch" ? receiver.call : null, placement);
      return;
    case "context":
      if (method === "execute") readExecuted(run, scope, call, placement);
      return;
    case "connection":
    case "session": {
      const autocommit = receiver.kind === "connection" && receiver.autocommit;
      const place = autocommit ? { ...placement, autocommit } : placement;
      readConnectionMethod(run, scope, call, method, place);
    }
  }
}

function readOpMethod(
  run: Run,
  scope: NameScope,
  call: Call,
  method: string,
  batch: Placed | null,
  placement: Placement,
): void {
  if (method === "execute") {
    readExecuted(run, scope, call, placement);
    return;
  }
  if (method === "bulk_insert") {
    const [target] = call.args;
    const table = target === undefined ? null : tableOf(scope, target);
    const columns = insertedColumns(scope, call.args[1]);
    const operation: SchemaOperation = {
      kind: "modify-rows",
      verb: "insert",
      table,
      columns,
      filtered: true,
      selective: true,
    };
    record(run, operation, unparse(call), placement);
    return;
  }
  if (quiet.has(method)) return;
  const operations = readOperation({ scope, call, name: method, batch, parseSql: run.parseSql });
  if (operations === null) {
    recordUnknown(run, call, `custom operation \`op.${method}\``, placement);
    return;
  }
  for (const operation of operations) {
    record(run, operation, operation.kind === "unknown" ? unparse(call) : detailOf(call), placement);
  }
}

/** Keys of the first row of `bulk_insert`. */
function insertedColumns(scope: NameScope, rows: Expression | undefined): readonly string[] {
  const first = rows === undefined ? undefined : itemsOf(scope, rows)?.[0];
  return first === undefined ? [] : keysOf(follow(first.scope, first.expression).expression);
}

const executing = new Set([
  "execute",
  "scalar",
  "scalars",
  "exec",
  "exec_driver_sql",
  "stream",
  "execute_many",
  "executemany",
]);

function readConnectionMethod(
  run: Run,
  scope: NameScope,
  call: Call,
  method: string,
  placement: Placement,
): void {
  if (executing.has(method)) {
    readExecuted(run, scope, call, placement);
    return;
  }
  const write = readSessionWrite(scope, call, method);
  if (write !== null) record(run, write, unparse(call), placement);
  else if (method === "run_sync" || method === "run_callable") {
    recordUnknown(run, call, `\`${method}\` with the database connection`, placement);
  }
}

/** SQL text, a Core statement, or something that only the run knows. */
function readExecuted(run: Run, scope: NameScope, call: Call, placement: Placement): void {
  const statement = call.args[0] ?? call.keywords.find((keyword) => keyword.name !== "params")?.value;
  if (statement === undefined) return;
  const sql = sqlTextOf(scope, statement);
  if (sql !== null && sql.text.trim() !== "") {
    recordSql(run, sql, placement);
    return;
  }
  const change = readCoreStatement(scope, statement);
  if (change !== undefined) {
    if (change !== null) record(run, change, unparse(call), placement);
    return;
  }
  const { scope: inside, expression: value } = follow(scope, statement);
  const ddl =
    value.kind === "call" ? ddlConstructs.get(sqlalchemyName(inside, value.callee) ?? "") : undefined;
  if (ddl === undefined) recordUnknown(run, call, "SQL that is not written out", placement);
  else record(run, { kind: "other", command: ddl, relations: [] }, unparse(call), placement);
}

const ddlConstructs: ReadonlyMap<string, string> = new Map([
  ["CreateSchema", "CREATE SCHEMA"],
  ["DropSchema", "DROP SCHEMA"],
  ["CreateSequence", "CREATE SEQUENCE"],
  ["DropSequence", "DROP SEQUENCE"],
]);

// ── types, tables, queries ─────────────────────────────────────────────────────────────────────────────────────

/** Methods of SQLAlchemy objects that reach the database through an argument; true when the call is understood. */
function readObjectMethod(
  run: Run,
  scope: NameScope,
  call: Call,
  callee: Extract<Expression, { kind: "attribute" }>,
  placement: Placement,
): boolean {
  const query = readQueryChange(scope, call);
  if (query !== undefined) {
    record(run, query, unparse(call), placement);
    return true;
  }
  if (callee.attribute !== "create" && callee.attribute !== "drop") return false;
  if (!call.args.some((argument) => isConnection(scope, argument)) && !hasBind(call)) return false;
  const operation = createOrDrop(scope, callee.value, callee.attribute);
  if (operation === null) return false;
  record(run, operation, "", placement);
  return true;
}

function hasBind(call: Call): boolean {
  return call.keywords.some((keyword) => keyword.name === "bind" || keyword.name === "checkfirst");
}

/** `sa.Enum(…).create(bind)`, `Model.__table__.drop(bind)`. */
function createOrDrop(scope: NameScope, object: Expression, verb: "create" | "drop"): SchemaOperation | null {
  const { scope: inside, expression: value } = follow(scope, object);
  if (value.kind === "call" && isEnumCall(inside, value)) {
    const name = enumName(inside, value);
    const values = nativeEnumType({ scope: inside, expression: withoutCreateType(value) })?.values ?? [];
    return verb === "create" ? { kind: "create-type", name, values } : { kind: "drop-type", name };
  }
  const table = tableOf(inside, value);
  if (table === null) return null;
  return verb === "create"
    ? { kind: "create-table", table, columns: [], constraints: [], references: [] }
    : { kind: "drop-table", table };
}

function isEnumCall(scope: NameScope, call: Call): boolean {
  const name = sqlalchemyName(scope, call.callee) ?? lastName(call.callee);
  return name === "Enum" || name === "ENUM";
}

/** `create_type=False` keeps a table from making the type; `.create()` makes it all the same. */
function withoutCreateType(call: Call): Call {
  return { ...call, keywords: call.keywords.filter((keyword) => keyword.name !== "create_type") };
}

function isConnection(scope: NameScope, expression: Expression): boolean {
  const kind = receiverOf(scope, expression)?.kind;
  return kind === "connection" || kind === "session" || kind === "op";
}

// ── functions ──────────────────────────────────────────────────────────────────────────────────────────────────

function readFunctionCall(run: Run, scope: NameScope, call: Call, placement: Placement): Callee | null {
  const isReference = call.callee.kind === "name" || call.callee.kind === "attribute";
  const found = isReference ? resolveIn(scope, call.callee) : null;
  const passes = [...call.args, ...call.keywords.map((keyword) => keyword.value)].some((argument) =>
    isConnection(scope, argument),
  );
  if (found?.kind === "definition" && found.binding.kind === "function") {
    if (found.path === scope.path || isMigrationHelper(run, found.path)) {
      return { path: found.path, node: found.binding.node, closure: null };
    }
  }
  if (passes && !isHarmlessCallee(call.callee)) {
    recordUnknown(run, call, `\`${lastName(call.callee)}\` with the database connection`, placement);
  }
  return null;
}

/** A module of the repository that works with Alembic itself: its functions belong to the migration. */
function isMigrationHelper(run: Run, path: string): boolean {
  return run.project.text(path)?.includes("alembic") === true;
}
