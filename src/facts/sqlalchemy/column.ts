import type { Call, Expression } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import type { Column, ColumnType, Constraint } from "../database.ts";
import type { Location } from "../location.ts";
import { opaqueType, readColumnType } from "./column-type.ts";
import { foreignKeyDetail } from "./details.ts";
import { constantIn, keywordOf, sqlalchemyName, textIn, type NameScope, type Placed } from "./name-scope.ts";
import { normaliseSql, readServerDefault, sqlOf } from "./sql-text.ts";

/** A call of `Column`, `mapped_column` or, for what it may hold, SQLModel's `Field`, with the scope to read it in. */
export interface ColumnCall {
  readonly scope: NameScope;
  readonly call: Call;
}

/** A column with the constraints that are written inside it. */
export interface ColumnDraft {
  readonly attribute: string | null;
  readonly column: Column;
  readonly constraints: readonly Constraint[];
  /** Something in it could not be read: an unpacked argument, a flag that is not a constant. */
  readonly partial: boolean;
}

/** What is known of a column besides its calls. */
export interface ColumnContext {
  /** The attribute that holds it; its name unless the call gives another. Null in a Core `Table`. */
  readonly attribute: string | null;
  readonly type: ColumnType | null;
  /** From the annotation; null when there is none. */
  readonly nullable: boolean | null;
  readonly where: Location;
  /** `table.column` for an expression that is a column object (`User.id`, `users.c.id`). */
  readonly reference: (scope: NameScope, expression: Expression) => string | null;
}

const itemNames = new Set([
  "CheckConstraint",
  "Computed",
  "DefaultClause",
  "FetchedValue",
  "ForeignKey",
  "Identity",
  "Sequence",
]);

/** Arguments of one call, sorted by what they mean (sqlalchemy/sql/schema.py, `Column.__init__`). */
interface SortedArguments {
  readonly name: Placed | null;
  readonly type: Placed | null;
  readonly items: readonly Placed[];
  readonly partial: boolean;
}

/**
 * Reads a column from its calls, the strongest first: the attribute's own `mapped_column(…)`, then those inside
 * `Annotated[…]`. Null when it has no name.
 */
export function readColumn(calls: readonly ColumnCall[], context: ColumnContext): ColumnDraft | null {
  const sorted = calls.map(sortArguments);
  const nameArgument = sorted.find((one) => one.name !== null)?.name ?? null;
  const explicit = nameArgument === null ? null : textIn(nameArgument.scope, nameArgument.expression);
  const name = explicit ?? context.attribute;
  if (name === null) return null;
  const flag = (keyword: string) => booleanKeyword(calls, keyword);
  const items = sorted.flatMap((one) => one.items);
  const called = (wanted: string) =>
    items.find(
      ({ scope, expression }) =>
        sqlalchemyName(scope, expression.kind === "call" ? expression.callee : expression) === wanted,
    );
  const primaryKey = flag("primary_key");
  const nullable = flag("nullable");
  const unique = flag("unique");
  const index = flag("index");
  const identity = called("Identity") !== undefined;
  const foreignKeys = items.flatMap((item) => foreignKeyOf(item, name, context) ?? []);
  const checks = items.flatMap((item) => checkOf(item, context.where) ?? []);
  const type = sorted.find((one) => one.type !== null)?.type ?? null;
  const [foreignKey] = foreignKeys;
  return {
    attribute: context.attribute,
    column: {
      name,
      type:
        type === null ? (context.type ?? untyped(foreignKey)) : readColumnType(type.scope, type.expression),
      nullable: nullable.value ?? defaultNullable(primaryKey.value === true, identity, context),
      nullableBy: nullable.value !== null ? "keyword" : context.nullable !== null ? "annotation" : "default",
      serverDefault: serverDefaultOf(calls, items),
      primaryKey: primaryKey.value === true,
      foreignKey: foreignKey === undefined ? null : referenceText(foreignKey),
      unique: unique.value === true,
      index: index.value === true,
      identity,
      computed: computedOf(called("Computed")),
      where: context.where,
    },
    constraints: [...foreignKeys, ...checks],
    partial:
      sorted.some((one) => one.partial) ||
      (nameArgument !== null && explicit === null) ||
      [primaryKey, nullable, unique, index].some((one) => !one.known),
  };
}

/** A column without a type takes the one of the column that it references, which may stand anywhere. */
function untyped(foreignKey: Constraint | undefined): ColumnType {
  if (foreignKey === undefined) return { name: "null", args: [], opaque: true };
  return { name: `type of ${referenceText(foreignKey)}`, args: [], opaque: true };
}

function referenceText(foreignKey: Constraint): string {
  const { table, columns } = foreignKey.references ?? { table: "?", columns: [] };
  return `${table}.${columns[0] ?? "?"}`;
}

/** Nullable unless it is a primary key, an identity, or its annotation says otherwise. */
function defaultNullable(primaryKey: boolean, identity: boolean, context: ColumnContext): boolean {
  if (primaryKey || identity) return false;
  return context.nullable ?? true;
}

function sortArguments({ scope, call }: ColumnCall): SortedArguments {
  const nameKeyword = keywordOf(call, "name");
  let name = nameKeyword === null ? null : { scope, expression: nameKeyword };
  const typeKeyword = keywordOf(call, "type_");
  let type = typeKeyword === null ? null : { scope, expression: typeKeyword };
  const items: Placed[] = [];
  for (const [position, argument] of call.args.entries()) {
    if (argument.kind === "starred") continue;
    if (position === 0 && name === null && isText(scope, argument)) name = { scope, expression: argument };
    else if (isItem(scope, argument)) items.push({ scope, expression: argument });
    else if (type === null && !isNone(argument)) type = { scope, expression: argument };
  }
  const unpacked =
    call.args.some((argument) => argument.kind === "starred") ||
    call.keywords.some((keyword) => keyword.name === null);
  return { name, type, items, partial: unpacked };
}

function isText(scope: NameScope, expression: Expression): boolean {
  return expression.kind === "joined-string" || textIn(scope, expression) !== null;
}

function isNone(expression: Expression): boolean {
  return expression.kind === "constant" && expression.value === null;
}

function isItem(scope: NameScope, expression: Expression): boolean {
  const name = sqlalchemyName(scope, expression.kind === "call" ? expression.callee : expression);
  return name !== null && itemNames.has(name);
}

interface Flag {
  readonly value: boolean | null;
  readonly known: boolean;
}

function booleanKeyword(calls: readonly ColumnCall[], name: string): Flag {
  for (const { scope, call } of calls) {
    const given = keywordOf(call, name);
    if (given === null) continue;
    const value = constantIn(scope, given);
    // `index=None` and `nullable=None` are the default.
    if (value === null) continue;
    return typeof value === "boolean" ? { value, known: true } : { value: null, known: false };
  }
  return { value: null, known: true };
}

function serverDefaultOf(calls: readonly ColumnCall[], items: readonly Placed[]): string | null {
  for (const { scope, call } of calls) {
    const given = keywordOf(call, "server_default");
    if (given !== null) return readServerDefault(scope, given);
  }
  for (const { scope, expression } of items) {
    if (expression.kind !== "call") continue;
    const name = sqlalchemyName(scope, expression.callee);
    if (name === "DefaultClause" && expression.args[0] !== undefined) {
      return readServerDefault(scope, expression.args[0]);
    }
  }
  return null;
}

function computedOf(item: Placed | undefined): string | null {
  if (item?.expression.kind !== "call") return null;
  const { scope, expression } = item;
  const argument = expression.args[0] ?? keywordOf(expression, "sqltext");
  return argument === null || argument === undefined ? null : expressionSql(scope, argument);
}

/** SQL of an expression that may be a plain string, `text(…)` or columns: normalised. */
export function expressionSql(scope: NameScope, expression: Expression): string {
  const text = textIn(scope, expression);
  if (text !== null) return normaliseSql(text);
  return sqlOf(scope, expression) ?? unparse(expression);
}

// ── constraints inside a column ────────────────────────────────────────────────────────────────────────────────

function checkOf({ scope, expression }: Placed, where: Location): Constraint | null {
  if (expression.kind !== "call" || sqlalchemyName(scope, expression.callee) !== "CheckConstraint")
    return null;
  return readCheck(scope, expression, where);
}

export function readCheck(scope: NameScope, call: Call, where: Location): Constraint {
  const condition = call.args[0] ?? keywordOf(call, "sqltext");
  return {
    kind: "check",
    name: textIn(scope, keywordOf(call, "name")),
    columns: [],
    references: null,
    expression: condition === null || condition === undefined ? null : expressionSql(scope, condition),
    where,
  };
}

function foreignKeyOf(
  { scope, expression }: Placed,
  name: string,
  context: ColumnContext,
): Constraint | null {
  if (expression.kind !== "call" || sqlalchemyName(scope, expression.callee) !== "ForeignKey") return null;
  const target = expression.args[0] ?? keywordOf(expression, "column");
  if (target === null || target === undefined) return null;
  const text = textIn(scope, target) ?? context.reference(scope, target) ?? unparse(target);
  return {
    kind: "foreign-key",
    name: textIn(scope, keywordOf(expression, "name")),
    columns: [name],
    references: splitReference(text),
    expression: null,
    where: context.where,
    ...foreignKeyDetail(scope, expression),
  };
}

/** `billing.users.id` → table `billing.users`, column `id`. */
export function splitReference(text: string): {
  readonly table: string;
  readonly columns: readonly string[];
} {
  const dot = text.lastIndexOf(".");
  // `ForeignKey("users")` means the column of the same name.
  return dot === -1
    ? { table: text, columns: [] }
    : { table: text.slice(0, dot), columns: [text.slice(dot + 1)] };
}

/** A column whose name is all that is known. */
export function opaqueColumn(name: string, expression: Expression, where: Location): Column {
  return {
    name,
    type: opaqueType(expression),
    nullable: true,
    serverDefault: null,
    primaryKey: false,
    foreignKey: null,
    unique: false,
    index: false,
    identity: false,
    computed: null,
    where,
  };
}
