import type { Call, ClassDefinition, Expression } from "../../syntax/python/ast.ts";
import type { Definition } from "../python/project.ts";
import { constantIn, follow, keywordOf, moduleScope, resolveIn, type NameScope } from "./name-scope.ts";

/** One member of a Python `enum.Enum`: its name and, where it is a constant, its value as text. */
interface Member {
  readonly name: string;
  readonly value: string | null;
}

const enumBases = new Set([
  "enum.Enum",
  "enum.StrEnum",
  "enum.IntEnum",
  "enum.Flag",
  "enum.IntFlag",
  "strenum.StrEnum",
]);

/** The class behind an expression when it is an `Enum` of the repository. */
export function enumClass(scope: NameScope, expression: Expression): Definition | null {
  const found = resolveIn(scope, expression);
  if (found.kind !== "definition" || found.binding.kind !== "class") return null;
  return isEnum(scope, found) ? found : null;
}

function isEnum(scope: NameScope, definition: Definition): boolean {
  return scope.project
    .ancestors(definition)
    .some((ancestor) => ancestor.kind === "external" && enumBases.has(ancestor.name));
}

/** Labels of a database enum made from an `Enum` class: names of members, or values where `values_callable` says so. */
export function classLabels(
  scope: NameScope,
  definition: Definition,
  options: Call | null,
): readonly string[] | null {
  const chosen = options === null ? null : keywordOf(options, "values_callable");
  if (chosen === null) return memberNames(definition, scope);
  return givesValues(scope, chosen) ? valuesOf(definition, scope) : null;
}

function memberNames(definition: Definition, scope: NameScope): readonly string[] {
  return membersOf(definition, scope).map((member) => member.name);
}

/**
 * Labels of `Enum(…)` as the database stores them, or null when they can't be told. Understands strings, an `Enum`
 * class, `values_callable` that returns the values, and starred lists or comprehensions over an `Enum` class
 * (sqlalchemy/sql/sqltypes.py, `Enum._enum_init`).
 */
export function enumLabels(scope: NameScope, call: Call): readonly string[] | null {
  const positional = [...call.args, ...listOf(keywordOf(call, "enums"))];
  const first = positional[0];
  if (first === undefined) return null;
  const definition = positional.length === 1 ? enumClass(scope, first) : null;
  if (definition !== null) return classLabels(scope, definition, call);
  const labels: string[] = [];
  for (const argument of positional) {
    const some = argument.kind === "starred" ? starredLabels(scope, argument.value) : label(scope, argument);
    if (some === null) return null;
    labels.push(...some);
  }
  return labels;
}

function listOf(expression: Expression | null): readonly Expression[] {
  return expression === null ? [] : [expression];
}

function label(scope: NameScope, expression: Expression): readonly string[] | null {
  const value = constantIn(scope, expression);
  if (typeof value === "string") return [value];
  const member = memberValue(scope, expression);
  return member === null ? null : [member];
}

function starredLabels(scope: NameScope, expression: Expression): readonly string[] | null {
  const value = constantIn(scope, expression);
  if (Array.isArray(value)) {
    return value.every((item) => typeof item === "string") ? value : null;
  }
  const { scope: inside, expression: followed } = follow(scope, expression);
  if (followed.kind !== "comprehension" || followed.clauses.length !== 1) return null;
  const [clause] = followed.clauses;
  if (clause === undefined || clause.conditions.length > 0 || clause.target.kind !== "name") return null;
  const definition = enumClass(inside, clause.iterable);
  if (definition === null) return null;
  const attribute = attributeOf(followed.element, clause.target.id);
  if (attribute === "value") return valuesOf(definition, inside);
  return attribute === "name" ? memberNames(definition, inside) : null;
}

/** `lambda e: [m.value for m in e]` and the like, also as a function of the repository. */
function givesValues(scope: NameScope, expression: Expression): boolean {
  const { expression: followed } = follow(scope, expression);
  if (followed.kind === "lambda") return listsValues(followed.body);
  const found = resolveIn(scope, expression);
  if (found.kind !== "definition" || found.binding.kind !== "function") return false;
  const returned = found.binding.node.body.find((statement) => statement.kind === "return");
  return returned?.kind === "return" && returned.value !== null && listsValues(returned.value);
}

function listsValues(body: Expression): boolean {
  const listed =
    body.kind === "call" && body.callee.kind === "name" && ["list", "tuple"].includes(body.callee.id)
      ? body.args[0]
      : body;
  if (listed?.kind !== "comprehension" || listed.clauses.length !== 1) return false;
  const target = listed.clauses[0]?.target;
  const element =
    listed.element.kind === "call" &&
    listed.element.callee.kind === "name" &&
    listed.element.callee.id === "str"
      ? listed.element.args[0]
      : listed.element;
  return target?.kind === "name" && element !== undefined && attributeOf(element, target.id) === "value";
}

function attributeOf(expression: Expression, name: string): string | null {
  if (expression.kind !== "attribute" || expression.value.kind !== "name") return null;
  return expression.value.id === name ? expression.attribute : null;
}

function valuesOf(definition: Definition, scope: NameScope): readonly string[] | null {
  const values = membersOf(definition, scope).map((member) => member.value);
  return values.every((value) => value !== null) ? values : null;
}

/** The constant value of `Color.red`, `Color.red.value` or, for `.name`, its name; null for anything else. */
export function memberValue(scope: NameScope, expression: Expression): string | null {
  if (expression.kind !== "attribute") return null;
  const { value, attribute } = expression;
  if ((attribute === "value" || attribute === "name") && value.kind === "attribute") {
    const member = memberOf(scope, value);
    return attribute === "name" ? (member?.name ?? null) : (member?.value ?? null);
  }
  return memberOf(scope, expression)?.value ?? null;
}

function memberOf(scope: NameScope, expression: Expression): Member | null {
  if (expression.kind !== "attribute") return null;
  const definition = enumClass(scope, expression.value);
  if (definition === null) return null;
  return membersOf(definition, scope).find((member) => member.name === expression.attribute) ?? null;
}

/** Members without aliases: a second name for a value is no member of its own (`Enum.__members__` and `_omit_aliases`). */
function membersOf(definition: Definition, scope: NameScope): readonly Member[] {
  if (definition.binding.kind !== "class") return [];
  const inside = moduleScope(scope.project, definition.path);
  const members: Member[] = [];
  const seen = new Set<string>();
  for (const statement of definition.binding.node.body) {
    if (statement.kind !== "assign") continue;
    for (const target of statement.targets) {
      if (target.kind !== "name" || target.id.startsWith("_")) continue;
      const value = valueText(inside, statement.value, target.id, definition.binding.node);
      if (value !== null && seen.has(value)) continue;
      if (value !== null) seen.add(value);
      members.push({ name: target.id, value });
    }
  }
  return members;
}

function valueText(
  scope: NameScope,
  expression: Expression,
  name: string,
  owner: ClassDefinition,
): string | null {
  const value = constantIn(scope, expression);
  if (typeof value === "string") return value;
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  if (expression.kind === "call" && expression.args.length === 0) {
    const callee = resolveIn(scope, expression.callee);
    const automatic = callee.kind === "external" && callee.name === "enum.auto";
    if (automatic && isStringEnum(scope, owner)) return name.toLowerCase();
  }
  return null;
}

function isStringEnum(scope: NameScope, owner: ClassDefinition): boolean {
  return owner.bases.some((base) => {
    const found = resolveIn(scope, base);
    return found.kind === "external" && found.name.endsWith(".StrEnum");
  });
}
