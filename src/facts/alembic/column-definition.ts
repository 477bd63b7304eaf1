import type { Call, Expression } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import type { ColumnSpecification, ConstraintSpecification } from "../database.ts";
import { isVolatile } from "../postgresql/volatility.ts";
import { callsIn } from "../sql/calls.ts";
import { printExpression } from "../sql/expression.ts";
import { nodeAt, nodesAt, tagged, type Node } from "../sql/node.ts";
import type { ParseSql } from "../sql/read-sql.ts";
import { referenceText } from "../sql/create-table.ts";
import { readColumnType } from "../sqlalchemy/column-type.ts";
import { exclusionDetail, foreignKeyDetail, uniqueDetail } from "../sqlalchemy/details.ts";
import { enumLabels } from "../sqlalchemy/enum-members.ts";
import {
  constantIn,
  follow,
  keywordOf,
  sqlalchemyName,
  type NameScope,
  type Placed,
} from "../sqlalchemy/name-scope.ts";
import { readServerDefault } from "../sqlalchemy/sql-text.ts";
import { readArguments, type Arguments } from "./arguments.ts";
import { followValue } from "./items.ts";
import { classOf, lastName, nameIn, namesIn, tableOf } from "./names.ts";
import { sqlTextOf } from "./sql-argument.ts";

/** A `Column(…)` of a migration with what Alembic makes of it beside the column. */
export interface ColumnDefinition {
  /** As the statement that makes the column says it. */
  readonly column: ColumnSpecification;
  readonly references: ConstraintSpecification | null;
  readonly unique: boolean;
  readonly index: boolean;
  readonly checks: readonly ConstraintSpecification[];
  readonly comment: boolean;
  /** A native enum by name, which `create_table` creates. */
  readonly enumType: EnumType | null;
  readonly autoincrement: boolean;
}

export interface EnumType {
  readonly name: string;
  readonly values: readonly string[];
}

/** Positional arguments of `Column` that are no type. */
const schemaItems = new Set([
  "ForeignKey",
  "CheckConstraint",
  "Identity",
  "Computed",
  "Sequence",
  "FetchedValue",
  "DefaultClause",
  "ColumnDefault",
]);

const integers = new Set(["integer", "smallinteger", "biginteger"]);

/** Reads `Column(…)`; null when the expression is none or its name is not constant. */
export function readColumnDefinition(placed: Placed, parseSql: ParseSql): ColumnDefinition | null {
  const { scope, expression } = followValue(placed.scope, placed.expression);
  if (expression.kind !== "call") return null;
  const called = sqlalchemyName(scope, expression.callee) ?? lastName(expression.callee);
  if (called === "copy" && expression.callee.kind === "attribute") {
    return readColumnDefinition({ scope, expression: expression.callee.value }, parseSql);
  }
  if (called !== "Column") return null;
  const args = readArguments(scope, expression, []);
  const [first, ...others] = args.rest;
  const name = nameIn(scope, keywordOf(expression, "name") ?? first?.expression ?? null);
  if (name === null) return null;
  const items = (keywordOf(expression, "name") === null ? others : args.rest).map((item) =>
    follow(item.scope, item.expression),
  );
  const typed = args.named.get("type_") ?? items.find((item) => !isSchemaItem(item)) ?? null;
  return define(name, typed, items.filter(isSchemaItem), args, parseSql);
}

function isSchemaItem(item: Placed): boolean {
  return schemaItems.has(schemaItemName(item));
}

function schemaItemName({ scope, expression }: Placed): string {
  const callee = expression.kind === "call" ? expression.callee : expression;
  return sqlalchemyName(scope, callee) ?? lastName(callee);
}

function define(
  name: string,
  typed: Placed | null,
  items: readonly Placed[],
  args: Arguments,
  parseSql: ParseSql,
): ColumnDefinition {
  const given = (keyword: string): Placed | null => args.named.get(keyword) ?? null;
  const isTrue = (keyword: string): boolean => booleanOf(given(keyword)) === true;
  const defaulted = given("server_default");
  const all = defaulted === null ? items : [...items, follow(defaulted.scope, defaulted.expression)];
  const item = (kind: string): Placed | undefined => all.find((one) => schemaItemName(one) === kind);
  const primaryKey = isTrue("primary_key");
  const identity = item("Identity") !== undefined;
  const computed = item("Computed");
  const hasDefault = defaulted !== null && !isSchemaItem(follow(defaulted.scope, defaulted.expression));
  const serverDefault = hasDefault ? readServerDefault(defaulted.scope, defaulted.expression) : null;
  const reference = item("ForeignKey");
  const type = typed === null ? null : readColumnType(typed.scope, typed.expression);
  const checks = items
    .filter((one) => schemaItemName(one) === "CheckConstraint")
    .map((one) => readCheck(one, parseSql));
  return {
    column: {
      name,
      type,
      nullable: booleanOf(given("nullable")) ?? !(primaryKey || identity),
      serverDefault,
      volatileDefault: serverDefault !== null && isVolatileSql(serverDefault, parseSql),
      primaryKey,
      foreignKey: null,
      unique: false,
      identity,
      computedStored: computed !== undefined && isStored(computed),
      ...(computed === undefined ? {} : computedOf(computed, parseSql)),
      check: checks.length > 0,
    },
    references: reference === undefined ? null : readForeignKey(reference, name),
    unique: isTrue("unique"),
    index: isTrue("index"),
    checks,
    comment: given("comment") !== null,
    enumType: typed === null ? null : nativeEnumType(typed),
    autoincrement:
      type !== null &&
      integers.has(type.name) &&
      reference === undefined &&
      serverDefault === null &&
      !identity &&
      booleanOf(given("autoincrement")) !== false,
  };
}

function booleanOf(placed: Placed | null): boolean | null {
  if (placed === null) return null;
  const value = constantIn(placed.scope, placed.expression);
  return typeof value === "boolean" ? value : null;
}

function computedOf({ scope, expression }: Placed, parseSql: ParseSql): { readonly computed?: string } {
  if (expression.kind !== "call") return {};
  const text = expression.args[0] ?? keywordOf(expression, "sqltext");
  return text === null || text === undefined ? {} : { computed: conditionText(parseSql)(scope, text) };
}

/** `persisted=False` is the only way to a column that is not stored. */
function isStored({ scope, expression }: Placed): boolean {
  if (expression.kind !== "call") return true;
  const persisted = keywordOf(expression, "persisted") ?? expression.args[1] ?? null;
  return persisted === null || constantIn(scope, persisted) !== false;
}

/** Does a default call a volatile function? */
function isVolatileSql(sql: string, parseSql: ParseSql): boolean {
  const node = expressionNode(sql, parseSql);
  return node !== null && callsIn(node).some(isVolatile);
}

function expressionNode(sql: string, parseSql: ParseSql): Node | null {
  const [statement] = parseSql(`SELECT ${sql}`).statements;
  if (statement === undefined || statement.node === null) return null;
  const [target] = nodesAt(tagged(statement.node).body, "targetList");
  return target === undefined ? null : nodeAt(tagged(target).body, "val");
}

/** An expression in the form in which SQL is read elsewhere; the text itself where it does not parse. */
export function normalizeExpression(sql: string, parseSql: ParseSql): string {
  const node = expressionNode(sql, parseSql);
  return node === null ? sql.trim() : printExpression(node);
}

/** `ForeignKey("t.id")`, `ForeignKey("schema.t.id")`, `ForeignKey(Model.id)`. */
function readForeignKey({ scope, expression }: Placed, column: string): ConstraintSpecification {
  const call = expression.kind === "call" ? expression : null;
  const target = call?.args[0] ?? (call === null ? null : keywordOf(call, "column"));
  return {
    kind: "foreign-key",
    name: call === null ? null : nameIn(scope, keywordOf(call, "name")),
    columns: [column],
    references: target === null ? null : readReference(scope, target),
    expression: null,
    ...(call === null ? {} : foreignKeyDetail(scope, call)),
  };
}

function readReference(
  scope: NameScope,
  target: Expression,
): { readonly table: string; readonly columns: readonly string[] } | null {
  if (target.kind === "attribute" && classOf(scope, target.value) !== null) {
    const table = tableOf(scope, target.value);
    return table === null ? null : { table, columns: [target.attribute] };
  }
  const text = nameIn(scope, target);
  if (text === null) return null;
  const dot = text.lastIndexOf(".");
  return dot < 0
    ? { table: text, columns: [] }
    : { table: withoutPublic(text.slice(0, dot)), columns: [text.slice(dot + 1)] };
}

function withoutPublic(table: string): string {
  return table.startsWith("public.") ? table.slice("public.".length) : table;
}

function readCheck({ scope, expression }: Placed, parseSql: ParseSql): ConstraintSpecification {
  const call = expression.kind === "call" ? expression : null;
  return {
    kind: "check",
    name: call === null ? null : nameIn(scope, keywordOf(call, "name")),
    columns: [],
    references: null,
    expression: call?.args[0] === undefined ? null : expressionText(scope, call.args[0], parseSql),
  };
}

/** The text of a condition; of a Core expression the source. */
export function conditionText(parseSql: ParseSql): (scope: NameScope, expression: Expression) => string {
  return (scope, expression) => expressionText(scope, expression, parseSql) ?? unparse(expression);
}

/** A condition that is text, normalised; null for a Core expression. */
export function expressionText(scope: NameScope, expression: Expression, parseSql: ParseSql): string | null {
  const text = sqlTextOf(scope, expression);
  return text === null || text.partial ? null : normalizeExpression(text.text, parseSql);
}

/** An `Enum` that PostgreSQL keeps as a type of its own, made here: not `create_type=False`, not `native_enum=False`. */
export function nativeEnumType(placed: Placed): EnumType | null {
  const { scope, expression } = follow(placed.scope, placed.expression);
  if (expression.kind !== "call") return null;
  const callee = sqlalchemyName(scope, expression.callee) ?? lastName(expression.callee);
  if (callee !== "Enum" && callee !== "ENUM") return null;
  const off = (keyword: string): boolean => {
    const value = keywordOf(expression, keyword);
    return value !== null && constantIn(scope, value) === false;
  };
  if (off("create_type") || off("native_enum")) return null;
  return { name: enumName(scope, expression), values: enumLabels(scope, expression) ?? [] };
}

/** `name=…`, or the lower-case name of the `Enum` class. */
export function enumName(scope: NameScope, call: Call): string {
  const name = nameIn(scope, keywordOf(call, "name"));
  if (name !== null) return name;
  const definition = call.args[0] === undefined ? null : classOf(scope, call.args[0]);
  return definition === null
    ? "?"
    : definition.name.slice(definition.name.lastIndexOf(".") + 1).toLowerCase();
}

/** Table-level constraints of `create_table`; null for anything else. */
export function readTableConstraint(placed: Placed, parseSql: ParseSql): ConstraintSpecification | null {
  const { scope, expression } = follow(placed.scope, placed.expression);
  if (expression.kind !== "call") return null;
  const kind = tableConstraints.get(sqlalchemyName(scope, expression.callee) ?? lastName(expression.callee));
  if (kind === undefined) return null;
  const name = nameIn(scope, keywordOf(expression, "name"));
  const base = { kind, name, columns: [], references: null, expression: null } as const;
  const args = readArguments(scope, expression, []);
  switch (kind) {
    case "primary-key":
    case "unique":
      return {
        ...base,
        columns: args.rest.map((item) => nameIn(item.scope, item.expression) ?? "?"),
        ...(kind === "unique" ? uniqueDetail(scope, expression) : {}),
      };
    case "foreign-key":
      return {
        ...base,
        ...foreignKeyConstraint(scope, expression),
        ...foreignKeyDetail(scope, expression),
      };
    case "check":
      return { ...readCheck({ scope, expression }, parseSql), name };
    case "exclude":
      return {
        ...base,
        columns: args.rest.map((item) => excludedColumn(item)),
        ...exclusionDetail(scope, expression, expression.args, conditionText(parseSql)),
      };
    default:
      return base;
  }
}

const tableConstraints: ReadonlyMap<string, ConstraintSpecification["kind"]> = new Map([
  ["PrimaryKeyConstraint", "primary-key"],
  ["UniqueConstraint", "unique"],
  ["ForeignKeyConstraint", "foreign-key"],
  ["CheckConstraint", "check"],
  ["ExcludeConstraint", "exclude"],
]);

/** `("room", "=")` → `room`. */
export function excludedColumn(placed: Placed): string {
  const { scope, expression } = follow(placed.scope, placed.expression);
  const element = expression.kind === "tuple" ? expression.elements[0] : expression;
  return element === undefined ? "?" : (sqlTextOf(scope, element)?.text ?? "?");
}

function foreignKeyConstraint(
  scope: NameScope,
  call: Call,
): Pick<ConstraintSpecification, "columns" | "references"> {
  const columns = namesIn(scope, call.args[0] ?? keywordOf(call, "columns")) ?? [];
  const targets = call.args[1] ?? keywordOf(call, "refcolumns");
  const { scope: inside, expression } =
    targets === null ? { scope, expression: null } : follow(scope, targets);
  const items = expression?.kind === "list" || expression?.kind === "tuple" ? expression.elements : [];
  const references = items.map((item) => readReference(inside, item));
  const table = references[0]?.table;
  return {
    columns,
    references:
      table === undefined
        ? null
        : { table, columns: references.flatMap((reference) => reference?.columns ?? []) },
  };
}

/** The column with its foreign key written inside of it (`inline_references=True`). */
export function withInlineReference(definition: ColumnDefinition): ColumnSpecification {
  const references = definition.references?.references ?? null;
  return references === null
    ? definition.column
    : { ...definition.column, foreignKey: referenceText(references) };
}
