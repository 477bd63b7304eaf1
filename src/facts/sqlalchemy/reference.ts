import type { Expression } from "../../syntax/python/ast.ts";
import { ownAttributes } from "./attributes.ts";
import { modelClass, type ModelClass } from "./model-class.ts";
import { follow, resolveIn, sqlalchemyName, textIn, type NameScope } from "./name-scope.ts";
import { mappingOf, type SchemaReader } from "./schema-reader.ts";

/**
 * `table.column` for an expression that is a column object: `User.id`, `User.__table__.c.id`, `users.c.id`. Null when it
 * is none, or when its table can't be told.
 */
export function columnReference(
  reader: SchemaReader,
  scope: NameScope,
  expression: Expression,
): string | null {
  if (expression.kind !== "attribute") return null;
  const owner = withoutAccessors(expression.value);
  const found = resolveIn(scope, owner);
  if (found.kind === "definition" && found.binding.kind === "class") {
    const model = modelClass(found.path, found.binding.node, found.name);
    const mapping = mappingOf(reader, model);
    if (mapping === null || !mapping.known) return null;
    return `${mapping.name}.${columnNameOf(reader, model, expression.attribute)}`;
  }
  const followed = follow(scope, owner);
  if (followed.expression.kind !== "call") return null;
  if (sqlalchemyName(followed.scope, followed.expression.callee) !== "Table") return null;
  const table = textIn(followed.scope, followed.expression.args[0]);
  return table === null ? null : `${table}.${expression.attribute}`;
}

function withoutAccessors(expression: Expression): Expression {
  if (expression.kind !== "attribute" || !["c", "columns", "__table__"].includes(expression.attribute)) {
    return expression;
  }
  return withoutAccessors(expression.value);
}

/** The name in the database of a class's attribute: the explicit one of `Column("name", …)`, else the attribute's. */
function columnNameOf(reader: SchemaReader, model: ModelClass, attribute: string): string {
  const own = ownAttributes(reader.index, model, { name: model.name, table: null }).get(attribute);
  if (own?.value?.kind !== "call") return attribute;
  const name = sqlalchemyName(own.scope, own.value.callee);
  if (name !== "Column" && name !== "mapped_column") return attribute;
  return textIn(own.scope, own.value.args[0]) ?? attribute;
}
