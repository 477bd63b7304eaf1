import type { Call, Expression } from "../../syntax/python/ast.ts";
import type { SchemaOperation } from "../database.ts";
import { follow, sqlalchemyName, type NameScope, type Placed } from "../sqlalchemy/name-scope.ts";
import { classOf, lastName, tableOf } from "./names.ts";
import { receiverOf } from "./receiver.ts";

export type ModifyRows = Extract<SchemaOperation, { kind: "modify-rows" }>;

const filters = new Set(["where", "filter", "filter_by", "whereclause", "having"]);
const reading = new Set([
  "select",
  "exists",
  "union",
  "union_all",
  "literal",
  "func",
  "values",
  "column",
  "and_",
  "or_",
]);
const deepest = 20;

/** A chain of method calls: `update(t).where(x).values(y=1)` is the root `update(t)` with two steps. */
interface Chain {
  readonly root: Placed;
  readonly steps: readonly { readonly name: string; readonly call: Call }[];
}

function chainOf(scope: NameScope, expression: Expression): Chain {
  const steps: { readonly name: string; readonly call: Call }[] = [];
  let at: Placed = follow(scope, expression);
  for (let hop = 0; hop < deepest; hop += 1) {
    const { expression: value } = at;
    if (value.kind !== "call" || value.callee.kind !== "attribute") break;
    // `sa.update(…)` is a function of a module, not a step.
    if (sqlalchemyName(at.scope, value.callee) !== null) break;
    steps.unshift({ name: value.callee.attribute, call: value });
    at = follow(at.scope, value.callee.value);
  }
  return { root: at, steps };
}

/** What a Core or ORM statement writes: null for one that only reads, undefined for what is no statement at all. */
export function readCoreStatement(scope: NameScope, expression: Expression): ModifyRows | null | undefined {
  const { root, steps } = chainOf(scope, expression);
  const { filtered, selective } = filterOf(steps);
  if (root.expression.kind === "call") {
    const name = sqlalchemyName(root.scope, root.expression.callee) ?? lastName(root.expression.callee);
    if (reading.has(name)) return null;
    const verb = verbs.get(name);
    if (verb !== undefined) {
      const [target] = root.expression.args;
      const table = target === undefined ? null : tableOf(root.scope, target);
      return {
        kind: "modify-rows",
        verb,
        table,
        columns: writtenColumns(steps),
        filtered: filtered || verb === "insert",
        selective: selective || verb === "insert",
      };
    }
  }
  // `table.update().where(…)`, `Model.__table__.insert()`
  const [first] = steps;
  const verb = first === undefined ? undefined : verbs.get(first.name);
  if (verb !== undefined && isTable(root)) {
    const table = tableOf(root.scope, root.expression);
    const inserts = verb === "insert";
    return {
      kind: "modify-rows",
      verb,
      table,
      columns: writtenColumns(steps),
      filtered: filtered || inserts || (first?.call.args.length ?? 0) > 0,
      selective: selective || inserts,
    };
  }
  if (first?.name === "select" && isTable(root)) return null;
  return isQuery(root, steps) ? null : undefined;
}

const verbs: ReadonlyMap<string, ModifyRows["verb"]> = new Map([
  ["insert", "insert"],
  ["update", "update"],
  ["delete", "delete"],
]);

function isTable({ scope, expression }: Placed): boolean {
  if (tableOf(scope, expression) !== null || classOf(scope, expression) !== null) return true;
  if (expression.kind === "attribute") return expression.attribute === "__table__";
  if (expression.kind !== "call") return false;
  const name = sqlalchemyName(scope, expression.callee) ?? lastName(expression.callee);
  return name === "table" || name === "Table";
}

function isQuery(root: Placed, steps: Chain["steps"]): boolean {
  return steps[0]?.name === "query" && receiverOf(root.scope, root.expression)?.kind === "session";
}

/** Whether a chain has a condition, and whether it asks a column for constants. */
function filterOf(steps: Chain["steps"]): Pick<ModifyRows, "filtered" | "selective"> {
  const conditions = steps.filter((step) => filters.has(step.name));
  return {
    filtered: conditions.length > 0,
    selective: conditions.some(
      ({ name, call }) =>
        (name === "filter_by" && call.keywords.length > 0) || call.args.some(comparesWithConstant),
    ),
  };
}

/** `t.c.code == "x"`, `t.c.id.in_([1, 2])`; a comparison of two columns joins and chooses nothing. */
function comparesWithConstant(condition: Expression): boolean {
  if (condition.kind === "comparison") {
    const right = condition.comparators[0];
    return condition.operators[0] === "==" && (right?.kind === "string" || right?.kind === "number");
  }
  return condition.kind === "call" && lastName(condition.callee) === "in_";
}

/** Keys of `.values(a=1)`, `.values({"a": 1})`. */
function writtenColumns(steps: Chain["steps"]): readonly string[] {
  return steps
    .filter((step) => step.name === "values")
    .flatMap(({ call }) => [
      ...call.keywords.flatMap((keyword) => keyword.name ?? []),
      ...call.args.flatMap((argument) => keysOf(argument)),
    ]);
}

export function keysOf(expression: Expression): readonly string[] {
  if (expression.kind !== "dict") return [];
  return expression.entries.flatMap(({ key }) => {
    if (key?.kind === "string") return [key.value];
    return key?.kind === "attribute" ? [key.attribute] : [];
  });
}

/** `session.query(M).filter(…).update({…})` and `.delete()`; undefined for anything else. */
export function readQueryChange(scope: NameScope, call: Call): ModifyRows | undefined {
  if (call.callee.kind !== "attribute") return undefined;
  const verb = call.callee.attribute;
  if (verb !== "update" && verb !== "delete") return undefined;
  const { root, steps } = chainOf(scope, call);
  if (!isQuery(root, steps)) return undefined;
  const model = steps[0]?.call.args[0];
  return {
    kind: "modify-rows",
    verb,
    table: model === undefined ? null : tableOf(root.scope, model),
    columns: verb === "update" && call.args[0] !== undefined ? keysOf(call.args[0]) : [],
    ...filterOf(steps),
  };
}

/** Methods of a session that write rows. */
const writes: ReadonlyMap<string, ModifyRows["verb"]> = new Map([
  ["add", "insert"],
  ["add_all", "insert"],
  ["merge", "update"],
  ["bulk_save_objects", "insert"],
  ["bulk_insert_mappings", "insert"],
  ["bulk_update_mappings", "update"],
  ["delete", "delete"],
]);

/** `session.add(Model(…))` and the like; null when the method writes nothing by itself. */
export function readSessionWrite(scope: NameScope, call: Call, method: string): ModifyRows | null {
  const verb = writes.get(method);
  if (verb === undefined) return null;
  const [first] = call.args;
  const table = first === undefined ? null : tableOfObject(scope, first);
  return { kind: "modify-rows", verb, table, columns: [], filtered: true, selective: true };
}

/** The table of `Model(…)`, of `Model`, or of a row of a query. */
function tableOfObject(scope: NameScope, expression: Expression): string | null {
  const own = tableOf(scope, expression);
  if (own !== null) return own;
  const { scope: inside, expression: value } = follow(scope, expression);
  if (value.kind === "call") {
    const made = tableOf(inside, value.callee);
    if (made !== null) return made;
  }
  if (value.kind === "list" && value.elements[0] !== undefined)
    return tableOfObject(inside, value.elements[0]);
  return tableOfRow(inside, value);
}

/** The table whose row an expression is: an item, `.first()`, `.one()` … of `session.query(M)` or `select(M)`; null for anything else. */
function tableOfRow(scope: NameScope, expression: Expression, depth = 0): string | null {
  if (depth > deepest) return null;
  const { scope: inside, expression: value } = follow(scope, expression);
  const next = (inner: Expression): string | null => tableOfRow(inside, inner, depth + 1);
  if (value.kind === "subscript") return next(value.value);
  if (value.kind !== "call") return null;
  const { callee } = value;
  const [first] = value.args;
  if (callee.kind !== "attribute") {
    return sqlalchemyName(inside, callee) === "select" && first !== undefined ? tableOf(inside, first) : null;
  }
  if (callee.attribute === "query" || callee.attribute === "get") {
    const receiver = receiverOf(inside, callee.value);
    if (receiver?.kind === "session") return first === undefined ? null : tableOf(inside, first);
  }
  if (sqlalchemyName(inside, callee) === "select") return first === undefined ? null : tableOf(inside, first);
  const executes =
    callee.attribute === "execute" || callee.attribute === "scalars" || callee.attribute === "exec";
  return executes && first !== undefined ? next(first) : next(callee.value);
}

/** Columns and table of `row.column = value` where `row` is a row of a query. */
export function readRowAssignment(scope: NameScope, target: Expression): ModifyRows | null {
  if (target.kind !== "attribute") return null;
  const table = tableOfRow(scope, target.value);
  if (table === null) return null;
  return {
    kind: "modify-rows",
    verb: "update",
    table,
    columns: [target.attribute],
    filtered: true,
    selective: false,
  };
}
