import type { ClassDefinition, Expression } from "../../syntax/python/ast.ts";
import { assignedTarget } from "../../syntax/python/walk.ts";
import type { Definition } from "../python/project.ts";
import {
  constantIn,
  follow,
  resolveIn,
  sqlalchemyName,
  type NameScope,
  type Placed,
} from "../sqlalchemy/name-scope.ts";
import { qualifiedName } from "../sql/node.ts";

/** Functions around a name that do not change it: `op.f("ix_a")`, `sa.quoted_name("t", True)`, `str(x)`. */
const wrappers = new Set(["f", "quoted_name", "conv", "str", "_truncated_label"]);

/** The text of a name (table, column, constraint), or null when only the run knows it. */
export function nameIn(scope: NameScope, expression: Expression | null): string | null {
  if (expression === null) return null;
  const constant = constantIn(scope, expression);
  if (constant !== undefined) return typeof constant === "string" ? constant : null;
  const { scope: inside, expression: value } = follow(scope, expression);
  if (value.kind === "call" && isWrapper(value.callee)) return nameIn(inside, value.args[0] ?? null);
  if (value.kind === "attribute" && (value.attribute === "__tablename__" || value.attribute === "name")) {
    const table = tableOf(inside, value.value);
    if (table !== null) return table;
  }
  const field = value.kind === "attribute" ? fieldOf(inside, value) : null;
  if (field !== null) return nameIn(field.scope, field.expression);
  // `Model.column`
  if (value.kind === "attribute" && classOf(inside, value.value) !== null) return value.attribute;
  return null;
}

/** The argument behind `meta.table` where `meta = TableMeta("users", …)` is a dataclass or named tuple of the repository. */
function fieldOf(scope: NameScope, attribute: Extract<Expression, { kind: "attribute" }>): Placed | null {
  const { scope: inside, expression: value } = follow(scope, attribute.value);
  if (value.kind !== "call") return null;
  const definition = classOf(inside, value.callee);
  if (definition?.binding.kind !== "class") return null;
  const fields = definition.binding.node.body.flatMap((statement) =>
    statement.kind === "annotated-assign" && statement.target.kind === "name" ? [statement.target.id] : [],
  );
  const at = fields.indexOf(attribute.attribute);
  const given =
    value.keywords.find((keyword) => keyword.name === attribute.attribute)?.value ??
    (at < 0 ? undefined : value.args[at]);
  return given === undefined ? null : { scope: inside, expression: given };
}

function isWrapper(callee: Expression): boolean {
  const name = callee.kind === "attribute" ? callee.attribute : callee.kind === "name" ? callee.id : "";
  return wrappers.has(name);
}

/** Constant names of a list, or null when one is not constant. A single string counts as a list of one. */
export function namesIn(scope: NameScope, expression: Expression | null): readonly string[] | null {
  if (expression === null) return [];
  const { scope: inside, expression: value } = follow(scope, expression);
  if (value.kind === "list" || value.kind === "tuple" || value.kind === "set") {
    const names = value.elements.map((element) => nameIn(inside, element));
    return names.every((name) => name !== null) ? names : null;
  }
  const constant = constantIn(inside, value);
  if (typeof constant === "string") return [constant];
  if (Array.isArray(constant) && constant.every((item) => typeof item === "string")) return constant;
  return null;
}

/** `schema.table`, or the table alone without a constant schema. */
export function tableNameIn(
  scope: NameScope,
  table: Expression | null,
  schema: Expression | null,
): string | null {
  const name = nameIn(scope, table);
  if (name === null) return null;
  const prefix = schema === null ? null : nameIn(scope, schema);
  return qualifiedName(prefix === null ? name.split(".") : [prefix, name]);
}

/** The class of the repository that a name means, or null. */
export function classOf(scope: NameScope, expression: Expression): Definition | null {
  if (expression.kind !== "name" && expression.kind !== "attribute") return null;
  const found = resolveIn(scope, expression);
  return found.kind === "definition" && found.binding.kind === "class" ? found : null;
}

/** The table that a mapped class, `Model.__table__`, `sa.table("t")` or the result of `op.create_table("t", …)` stands for. */
export function tableOf(scope: NameScope, expression: Expression): string | null {
  const definition = classOf(scope, expression);
  if (definition !== null) return tableOfClass(scope, definition);
  const { scope: inside, expression: value } = follow(scope, expression);
  if (value.kind === "attribute") {
    return value.attribute === "__table__" || value.attribute === "c" ? tableOf(inside, value.value) : null;
  }
  // `metadata.tables["t"]`
  if (value.kind === "subscript" && value.value.kind === "attribute" && value.value.attribute === "tables") {
    return nameIn(inside, value.index);
  }
  if (value.kind !== "call") return null;
  const name = sqlalchemyName(inside, value.callee) ?? lastName(value.callee);
  if (name !== "table" && name !== "Table" && name !== "create_table") return null;
  const schema = value.keywords.find((keyword) => keyword.name === "schema")?.value ?? null;
  return tableNameIn(inside, value.args[0] ?? null, schema);
}

export function lastName(expression: Expression): string {
  if (expression.kind === "attribute") return expression.attribute;
  return expression.kind === "name" ? expression.id : "";
}

function tableOfClass(scope: NameScope, definition: Definition): string | null {
  const { project } = scope;
  for (const one of [definition, ...project.ancestors(definition)]) {
    if (one.kind !== "definition" || one.binding.kind !== "class") continue;
    const declared = tableNameAttribute(one.binding.node);
    if (declared === null) continue;
    const value = project.evaluate(one.path, declared);
    return value.known && typeof value.value === "string" ? value.value : null;
  }
  return null;
}

function tableNameAttribute(node: ClassDefinition): Expression | null {
  for (const statement of node.body) {
    const target = assignedTarget(statement);
    if (target?.kind !== "name" || target.id !== "__tablename__") continue;
    if (statement.kind === "assign" || statement.kind === "annotated-assign") return statement.value;
  }
  return null;
}
