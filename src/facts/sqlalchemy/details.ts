import type { Call, Expression } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { actionsDetail, makingDetail } from "../index-detail.ts";
import { constantIn, follow, keywordOf, textIn, type NameScope } from "./name-scope.ts";
import { normaliseSql } from "./sql-text.ts";

/** SQL of a condition, in whatever form its reader compares it. */
export type ConditionText = (scope: NameScope, expression: Expression) => string;

/**
 * How an index is made, by the keywords of `Index(…)` or `op.create_index(…)` (sqlalchemy/dialects/postgresql/base.py,
 * `construct_arguments`).
 */
export function indexDetail(
  scope: NameScope,
  call: Call,
  conditionText: ConditionText,
): { readonly detail?: string } {
  const where = keywordOf(call, "postgresql_where");
  return makingDetail({
    using: textIn(scope, keywordOf(call, "postgresql_using")),
    operators: operatorsOf(scope, keywordOf(call, "postgresql_ops")),
    include: namesOf(scope, keywordOf(call, "postgresql_include")),
    nullsNotDistinct: isTrue(scope, keywordOf(call, "postgresql_nulls_not_distinct")),
    where: where === null || isNone(where) ? null : conditionText(scope, where),
  });
}

/** A unique constraint's own: `postgresql_include`, `postgresql_nulls_not_distinct`, and when it is looked at. */
export function uniqueDetail(scope: NameScope, call: Call): { readonly detail?: string } {
  const { detail: made } = makingDetail({
    include: namesOf(scope, keywordOf(call, "postgresql_include")),
    nullsNotDistinct: isTrue(scope, keywordOf(call, "postgresql_nulls_not_distinct")),
  });
  const { detail: looked } = actionsDetail({ onDelete: null, onUpdate: null, ...deferral(scope, call) });
  const detail = [made, looked].filter((part) => part !== undefined).join(" ");
  return detail === "" ? {} : { detail };
}

/** `ON DELETE`, `ON UPDATE` and deferral of `ForeignKey(…)`, `ForeignKeyConstraint(…)` or `op.create_foreign_key(…)`. */
export function foreignKeyDetail(scope: NameScope, call: Call): { readonly detail?: string } {
  const action = (keyword: string): string | null => {
    const given = keywordOf(call, keyword);
    if (given === null || isNone(given)) return null;
    if (constantIn(scope, given) === null) return null;
    const text = textIn(scope, given);
    return text === null ? unparse(given) : normaliseSql(text);
  };
  return actionsDetail({
    onDelete: action("ondelete"),
    onUpdate: action("onupdate"),
    ...deferral(scope, call),
  });
}

function deferral(
  scope: NameScope,
  call: Call,
): { readonly deferrable: boolean; readonly initiallyDeferred: boolean } {
  const initially = textIn(scope, keywordOf(call, "initially"));
  return {
    deferrable: isTrue(scope, keywordOf(call, "deferrable")),
    initiallyDeferred: initially?.toLowerCase() === "deferred",
  };
}

/** Operators and method of an exclusion: `("room", "=")` → `=`; the method is `gist` by default. */
export function exclusionDetail(
  scope: NameScope,
  call: Call,
  elements: readonly Expression[],
  conditionText: ConditionText,
): { readonly detail?: string } {
  const where = keywordOf(call, "where");
  const { detail: made } = makingDetail(
    {
      using: textIn(scope, keywordOf(call, "using")),
      where: where === null || isNone(where) ? null : conditionText(scope, where),
    },
    "gist",
  );
  const operators = elements.map((element) => {
    const operator = element.kind === "tuple" ? element.elements[1] : undefined;
    return operator === undefined ? "" : (textIn(scope, operator) ?? unparse(operator));
  });
  const detail = [operators.join(" ").trim(), made ?? ""].filter((part) => part !== "").join(" ");
  return detail === "" ? {} : { detail };
}

function operatorsOf(
  scope: NameScope,
  expression: Expression | null,
): readonly (readonly [string, string])[] {
  if (expression === null) return [];
  const { scope: inside, expression: value } = follow(scope, expression);
  if (value.kind !== "dict") return isNone(value) ? [] : [[unparse(value), ""]];
  return value.entries.map(({ key, value: operator }) => [
    key === null ? "**" : (textIn(inside, key) ?? unparse(key)),
    textIn(inside, operator) ?? unparse(operator),
  ]);
}

function namesOf(scope: NameScope, expression: Expression | null): readonly string[] {
  if (expression === null) return [];
  const { scope: inside, expression: value } = follow(scope, expression);
  if (value.kind !== "list" && value.kind !== "tuple") return isNone(value) ? [] : [unparse(value)];
  return value.elements.map((element) => textIn(inside, element) ?? unparse(element));
}

function isTrue(scope: NameScope, expression: Expression | null): boolean {
  return expression !== null && constantIn(scope, expression) === true;
}

function isNone(expression: Expression): boolean {
  return expression.kind === "constant" && expression.value === null;
}
