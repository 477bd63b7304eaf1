import type { Call, Expression, Keyword } from "../../syntax/python/ast.ts";
import type { ColumnType, Constraint } from "../database.ts";
import { readAnnotation, typingName } from "./annotation.ts";
import type { ModelAttribute } from "./attributes.ts";
import { readColumn, splitReference, type ColumnContext, type ColumnDraft } from "./column.ts";
import { readColumnType } from "./column-type.ts";
import { columnCall } from "./core-table.ts";
import { foreignKeyDetail } from "./details.ts";
import { constantIn, follow, keywordOf, resolveIn, textIn, type NameScope } from "./name-scope.ts";

/** Column flags that SQLModel's `Field` passes on as they are. */
const passedOn = new Set(["primary_key", "nullable", "index", "unique"]);

/**
 * The column of a field of an SQLModel class (sqlmodel/main.py, `get_column_from_field`). Null for a relationship, a
 * class variable or a private attribute.
 */
export function readField(
  attribute: ModelAttribute,
  reference: ColumnContext["reference"],
): ColumnDraft | null {
  const { name, scope, annotation, value, where } = attribute;
  if (annotation === null || name.startsWith("_") || name === "model_config") return null;
  if (typingName(scope, annotation.kind === "subscript" ? annotation.value : annotation) === "ClassVar")
    return null;
  const called = value === null ? null : sqlmodelCall(scope, value);
  if (called?.name === "Relationship") return null;
  const field = called?.name === "Field" ? called.call : null;
  const annotated = readAnnotation(scope, annotation, []);
  const place = { attribute: name, where, reference };
  const whole = field === null ? null : keywordOf(field, "sa_column");
  if (whole !== null) {
    const call = columnCall({ scope, expression: whole });
    if (call !== null) return readColumn([call], { ...place, type: null, nullable: null });
  }
  const context = { ...place, type: fieldType(scope, field, annotated.type), nullable: annotated.nullable };
  const draft = readColumn(field === null ? [] : [{ scope, call: asColumn(scope, field) }], context);
  if (draft === null || field === null) return draft;
  return withForeignKey(draft, scope, field, attribute);
}

function sqlmodelCall(
  scope: NameScope,
  expression: Expression,
): { readonly name: string; readonly call: Call } | null {
  const { scope: inside, expression: call } = follow(scope, expression);
  if (call.kind !== "call") return null;
  const found = resolveIn(inside, call.callee);
  if (found.kind !== "external") return null;
  const match = /^(?:sqlmodel|pydantic)\.(?:\w+\.)*(Field|Relationship)$/u.exec(found.name);
  return match?.[1] === undefined ? null : { name: match[1], call };
}

/** The `Column(…)` that SQLModel makes of a `Field(…)`: its flags, `sa_column_args` and `sa_column_kwargs`. */
function asColumn(scope: NameScope, field: Call): Call {
  const keywords: Keyword[] = field.keywords.filter(
    (keyword) => keyword.name !== null && passedOn.has(keyword.name),
  );
  const further = keywordOf(field, "sa_column_kwargs");
  const options = further === null ? null : follow(scope, further).expression;
  if (options?.kind === "dict") {
    for (const { key, value } of options.entries) {
      keywords.push({ ...field, name: key === null ? null : textIn(scope, key), value });
    }
  } else if (options !== null) keywords.push({ ...field, name: null, value: options });
  const given = keywordOf(field, "sa_column_args");
  const args = given === null ? null : follow(scope, given).expression;
  return {
    ...field,
    args: args?.kind === "list" || args?.kind === "tuple" ? args.elements : [],
    keywords,
  };
}

function fieldType(scope: NameScope, field: Call | null, annotated: ColumnType | null): ColumnType | null {
  if (field === null) return annotated;
  const given = keywordOf(field, "sa_type");
  if (given !== null) return readColumnType(scope, given);
  const number = (keyword: string) => {
    const expression = keywordOf(field, keyword);
    const value = expression === null ? null : constantIn(scope, expression);
    return typeof value === "number" ? value : null;
  };
  if (annotated?.name === "string" && annotated.args.length === 0) {
    const length = number("max_length");
    return length === null ? annotated : { ...annotated, args: [String(length)] };
  }
  if (annotated?.name === "numeric") {
    const precision = number("max_digits");
    const scale = number("decimal_places");
    if (precision !== null) return { ...annotated, args: [String(precision), String(scale ?? 0)] };
  }
  return annotated;
}

function withForeignKey(
  draft: ColumnDraft,
  scope: NameScope,
  field: Call,
  { where }: ModelAttribute,
): ColumnDraft {
  const target = keywordOf(field, "foreign_key");
  const text = textIn(scope, target);
  if (target === null || text === null) return target === null ? draft : { ...draft, partial: true };
  const constraint: Constraint = {
    kind: "foreign-key",
    name: null,
    columns: [draft.column.name],
    references: splitReference(text),
    expression: null,
    where,
    ...foreignKeyDetail(scope, field),
  };
  return {
    ...draft,
    column: { ...draft.column, foreignKey: text },
    constraints: [...draft.constraints, constraint],
  };
}
