import type { Call, Expression } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import type { Constraint, Index } from "../database.ts";
import type { Location } from "../location.ts";
import { expressionSql, readCheck, splitReference } from "./column.ts";
import { exclusionDetail, foreignKeyDetail, indexDetail, uniqueDetail } from "./details.ts";
import {
  constantIn,
  follow,
  keywordOf,
  returnedBy,
  sqlalchemyName,
  textIn,
  type NameScope,
  type Placed,
} from "./name-scope.ts";
import { functionName, normaliseSql, sqlOf } from "./sql-text.ts";

/** What `__table_args__`, or the arguments of `Table(…)` after its columns, say. */
export interface TableItems {
  readonly indexes: readonly Index[];
  readonly constraints: readonly Constraint[];
  readonly schema: string | null;
  /** Its `info` keeps Alembic's autogenerate away, or it is a view. */
  readonly unmigrated: boolean;
  /** Something could not be read, or the columns come from the database (`autoload_with`). */
  readonly partial: boolean;
}

/** The name of the column that an argument of an index or a constraint means, or null. */
export type ColumnName = (scope: NameScope, expression: Expression) => string | null;

export const noItems: TableItems = {
  indexes: [],
  constraints: [],
  schema: null,
  unmigrated: false,
  partial: false,
};

/** The members of a `__table_args__`: a tuple or a dict, also by name, as a sum, or with another one unpacked into it. */
export function tableArguments(
  at: Placed,
  argumentsOf: (scope: NameScope, expression: Expression) => Placed | null,
  depth = 0,
): readonly Placed[] {
  if (depth > 8) return [at];
  const { scope, expression } = at;
  const again = (inner: Expression) => tableArguments({ scope, expression: inner }, argumentsOf, depth + 1);
  if (expression.kind === "tuple" || expression.kind === "list") {
    return expression.elements.flatMap((element) =>
      element.kind === "starred" ? again(element.value) : [{ scope, expression: element }],
    );
  }
  if (expression.kind === "binary" && expression.operator === "+") {
    return [...again(expression.left), ...again(expression.right)];
  }
  if (expression.kind === "constant" && expression.value === null) return [];
  const other = argumentsOf(scope, expression);
  if (other !== null) return tableArguments(other, argumentsOf, depth + 1);
  const followed = follow(scope, expression);
  if (followed.expression !== expression) return tableArguments(followed, argumentsOf, depth + 1);
  const returned = expression.kind === "call" ? returnedBy(scope, expression) : null;
  return returned === null ? [at] : tableArguments(returned, argumentsOf, depth + 1);
}

/** Reads the members of a `__table_args__`, or the arguments and keywords of a `Table(…)` that are no columns. */
export function readTableItems(
  items: readonly Placed[],
  columnName: ColumnName,
  where: (expression: Expression, scope: NameScope) => Location,
): TableItems {
  const indexes: Index[] = [];
  const constraints: Constraint[] = [];
  let { schema, unmigrated, partial } = noItems;
  for (const item of items) {
    const { scope, expression } = follow(item.scope, item.expression);
    if (expression.kind === "dict") {
      const options = readOptions(scope, expression);
      schema = options.schema ?? schema;
      unmigrated ||= options.unmigrated;
      partial ||= options.partial;
      continue;
    }
    if (expression.kind !== "call") {
      partial = true;
      continue;
    }
    const place = where(expression, scope);
    const name = sqlalchemyName(scope, expression.callee);
    if (name === "Index") indexes.push(readIndex(scope, expression, columnName, place));
    else {
      const constraint = readConstraint(scope, expression, name, columnName, place);
      if (constraint === null) partial ||= name !== "DDL";
      else constraints.push(constraint);
    }
  }
  return { indexes, constraints, schema, unmigrated, partial };
}

function readOptions(
  scope: NameScope,
  options: Extract<Expression, { kind: "dict" }>,
): Pick<TableItems, "schema" | "unmigrated" | "partial"> {
  let { schema, unmigrated, partial } = noItems;
  for (const { key, value } of options.entries) {
    const name = key === null ? null : textIn(scope, key);
    if (name === null) partial = true;
    if (name === "schema") {
      const given = constantIn(scope, value);
      if (typeof given === "string") schema = given;
      else if (given !== null) partial = true;
    }
    if (name === "info") unmigrated ||= keepsAway(scope, value);
    if (name === "autoload_with" || name === "autoload") partial = true;
  }
  return { schema, unmigrated, partial };
}

const keepingAway = new Set(["skip_autogenerate", "is_view", "skip_autogen", "view"]);

/** The marks that env.py files look for in their `include_object` (Alembic cookbook, "Don't Generate Any DROP TABLE Directives …"). */
export function keepsAway(scope: NameScope, info: Expression): boolean {
  if (info.kind !== "dict") return false;
  return info.entries.some(
    ({ key, value }) =>
      key !== null && keepingAway.has(textIn(scope, key) ?? "") && constantIn(scope, value) === true,
  );
}

export function readIndex(scope: NameScope, call: Call, columnName: ColumnName, where: Location): Index {
  const unique = keywordOf(call, "unique");
  return {
    name: textIn(scope, call.args[0] ?? keywordOf(call, "name")),
    columns: call.args.slice(1).map((column) => indexedColumn(scope, column, columnName)),
    unique: unique !== null && constantIn(scope, unique) === true,
    where,
    ...indexDetail(scope, call, expressionSql),
  };
}

/** A column's name, `name desc`, `lower(name)`, or the text of what is indexed. */
function indexedColumn(scope: NameScope, expression: Expression, columnName: ColumnName): string {
  const name = columnName(scope, expression);
  if (name !== null) return name;
  if (expression.kind === "call") {
    const inner = (part: Expression) => indexedColumn(scope, part, columnName);
    const called = functionName(scope, expression.callee);
    if (called !== null) return `${called}(${expression.args.map(inner).join(", ")})`;
    const { callee } = expression;
    if (callee.kind === "attribute" && directions.has(callee.attribute)) {
      return `${inner(callee.value)} ${directions.get(callee.attribute)}`.trim();
    }
    const direction = directions.get(sqlalchemyName(scope, callee) ?? "");
    if (direction !== undefined && expression.args[0] !== undefined) {
      return `${inner(expression.args[0])} ${direction}`.trim();
    }
    const text = sqlOf(scope, expression);
    if (text !== null) return normaliseSql(text);
  }
  return unparse(expression);
}

const directions: ReadonlyMap<string, string> = new Map([
  ["asc", ""],
  ["desc", "desc"],
  ["nulls_first", "nulls first"],
  ["nulls_last", "nulls last"],
  ["nullsfirst", "nulls first"],
  ["nullslast", "nulls last"],
]);

function readConstraint(
  scope: NameScope,
  call: Call,
  kind: string | null,
  columnName: ColumnName,
  where: Location,
): Constraint | null {
  const name = textIn(scope, keywordOf(call, "name"));
  const columns = (expressions: readonly Expression[]) =>
    expressions.map((column) => columnName(scope, column) ?? unparse(column));
  const base = { name, references: null, expression: null, where };
  switch (kind) {
    case "UniqueConstraint":
      return { ...base, kind: "unique", columns: columns(call.args), ...uniqueDetail(scope, call) };
    case "PrimaryKeyConstraint":
      return { ...base, kind: "primary-key", columns: columns(call.args) };
    case "CheckConstraint":
      return readCheck(scope, call, where);
    case "ForeignKeyConstraint":
      return readForeignKey(scope, call, columns, base);
    case "ExcludeConstraint":
      return {
        ...base,
        kind: "exclude",
        columns: call.args.map((element) => {
          const [column] = element.kind === "tuple" ? element.elements : [];
          return column === undefined ? unparse(element) : (columnName(scope, column) ?? unparse(column));
        }),
        ...exclusionDetail(scope, call, call.args, expressionSql),
      };
    default:
      return null;
  }
}

function readForeignKey(
  scope: NameScope,
  call: Call,
  columns: (expressions: readonly Expression[]) => readonly string[],
  base: Pick<Constraint, "name" | "references" | "expression" | "where">,
): Constraint | null {
  const local = call.args[0] ?? keywordOf(call, "columns");
  const remote = call.args[1] ?? keywordOf(call, "refcolumns");
  if (!isList(local) || !isList(remote)) return null;
  const targets = remote.elements.map((element) =>
    splitReference(textIn(scope, element) ?? unparse(element)),
  );
  const table = targets[0]?.table;
  if (table === undefined) return null;
  return {
    ...base,
    name: textIn(scope, call.args[2] ?? keywordOf(call, "name")),
    kind: "foreign-key",
    columns: columns(local.elements),
    references: { table, columns: targets.flatMap((target) => target.columns) },
    ...foreignKeyDetail(scope, call),
  };
}

function isList(
  expression: Expression | null | undefined,
): expression is Extract<Expression, { kind: "list" | "tuple" | "set" }> {
  return expression?.kind === "list" || expression?.kind === "tuple";
}
