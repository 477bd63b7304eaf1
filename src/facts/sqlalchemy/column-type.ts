import type { Call, ClassDefinition, Expression, Statement } from "../../syntax/python/ast.ts";
import { unparse } from "../../syntax/python/unparse.ts";
import { formatColumnType, genericTypeName } from "../column-types.ts";
import type { ColumnType } from "../database.ts";
import type { Definition } from "../python/project.ts";
import { classLabels, enumLabels } from "./enum-members.ts";
import {
  constantIn,
  follow,
  keywordOf,
  moduleScope,
  resolveIn,
  returnedBy,
  sqlalchemyName,
  type NameScope,
} from "./name-scope.ts";
import { lastPart } from "../../text/names.ts";

/** Which arguments of a type reach the database, by parameter name and in positional order. */
const significantArguments: ReadonlyMap<string, readonly string[]> = new Map([
  ["string", ["length", "collation"]],
  ["char", ["length", "collation"]],
  ["text", ["length", "collation"]],
  ["numeric", ["precision", "scale"]],
  ["float", ["precision"]],
  ["datetime", ["timezone", "precision"]],
  ["time", ["timezone", "precision"]],
  ["bit", ["length", "varying"]],
  ["vector", ["dim"]],
  ["geometry", ["geometry_type", "srid"]],
  ["geography", ["geometry_type", "srid"]],
]);

const deepest = 12;

/**
 * The type of a column as its database sees it: aliases, `TypeDecorator`s (their `impl`, or what `load_dialect_impl`
 * gives for PostgreSQL), variants and mutable wrappers are looked through. A type that can't be resolved is opaque.
 */
export function readColumnType(scope: NameScope, expression: Expression, depth = 0): ColumnType {
  if (depth > deepest) return opaqueType(expression);
  if (expression.kind === "call") return calledType(scope, expression, depth);
  const name = sqlalchemyName(scope, expression);
  if (name !== null) return namedType(scope, name, null, depth);
  const found = resolveIn(scope, expression);
  if (found.kind === "external") return libraryType(scope, found.name, expression, null, depth);
  if (found.kind === "definition" && found.binding.kind === "class") {
    return decoratedType(scope, found, null, depth);
  }
  const followed = follow(scope, expression);
  if (followed.expression !== expression) {
    const type = readColumnType(followed.scope, followed.expression, depth + 1);
    // The name says more than the text behind it when that can't be read either.
    return type.opaque && type.name === unparse(followed.expression) ? opaqueType(expression) : type;
  }
  return opaqueType(expression);
}

export function opaqueType(expression: Expression): ColumnType {
  return { name: shortText(expression), args: [], opaque: true };
}

/** Last name of the type and its arguments: moving or re-exporting a type is no change of it. */
function shortText(expression: Expression): string {
  if (expression.kind === "attribute") return expression.attribute;
  if (expression.kind !== "call") return unparse(expression);
  const callee = shortText(expression.callee);
  const whole = unparse({ ...expression, callee: { ...expression.callee, kind: "name", id: callee } });
  return whole.endsWith("()") ? whole.slice(0, -2) : whole;
}

function calledType(scope: NameScope, call: Call, depth: number): ColumnType {
  const wrapped = wrappedType(scope, call);
  if (wrapped !== null) return readColumnType(scope, wrapped, depth + 1);
  const name = sqlalchemyName(scope, call.callee);
  if (name !== null) return namedType(scope, name, call, depth);
  const found = resolveIn(scope, call.callee);
  if (found.kind === "external") return libraryType(scope, found.name, call, call, depth);
  if (found.kind === "definition" && found.binding.kind === "class") {
    return decoratedType(scope, found, call, depth);
  }
  const returned = returnedBy(scope, call);
  if (returned !== null) {
    const type = readColumnType(returned.scope, returned.expression, depth + 1);
    return type.opaque ? opaqueType(call) : type;
  }
  const callee = follow(scope, call.callee);
  if (callee.expression !== call.callee) {
    return readColumnType(scope, { ...call, callee: callee.expression }, depth + 1);
  }
  return opaqueType(call);
}

/** What `X().with_variant(Y, "postgresql")`, `MutableDict.as_mutable(X)` and the like wrap, as PostgreSQL sees it. */
function wrappedType(scope: NameScope, call: Call): Expression | null {
  if (call.callee.kind !== "attribute") return null;
  const { attribute, value } = call.callee;
  if (attribute === "as_mutable") return call.args[0] ?? null;
  if (attribute === "evaluates_none") return value;
  if (attribute !== "with_variant") return null;
  const dialects = call.args.slice(1).map((argument) => constantIn(scope, argument));
  return dialects.includes("postgresql") ? (call.args[0] ?? null) : value;
}

function namedType(scope: NameScope, name: string, call: Call | null, depth: number): ColumnType {
  const generic = name === "PickleType" ? "largebinary" : genericTypeName(name);
  if (generic === "enum") return enumType(scope, call);
  if (generic === "array") return arrayType(scope, call, depth);
  if (generic === null) return otherType(scope, name, call);
  const parameters = significantArguments.get(generic) ?? [];
  const args: string[] = [];
  for (const [position, parameter] of parameters.entries()) {
    const given = call === null ? null : (keywordOf(call, parameter) ?? call.args[position] ?? null);
    if (given === null) continue;
    const value = constantIn(scope, given);
    if (value === null || value === false) continue;
    if (value === undefined || typeof value === "object") return opaqueType(call ?? given);
    args.push(value === true ? parameter : String(value));
  }
  // PostgreSQL knows no TEXT(n).
  if (generic === "text") return { name: generic, args: [], opaque: false };
  return { name: generic, args, opaque: false };
}

/** A type of another library: known by its name (`pgvector`'s `Vector`, `sqlalchemy_utils`' `TSVectorType`), else opaque. */
function libraryType(
  scope: NameScope,
  name: string,
  expression: Expression,
  call: Call | null,
  depth: number,
): ColumnType {
  const last = lastPart(name);
  return genericTypeName(last) === null ? opaqueType(expression) : namedType(scope, last, call, depth);
}

/** A dialect's own type: its name and all constant arguments. */
function otherType(scope: NameScope, name: string, call: Call | null): ColumnType {
  const args = call === null ? [] : [...call.args, ...call.keywords.map((keyword) => keyword.value)];
  const values = args.map((argument) => constantIn(scope, argument));
  if (call !== null && values.some((value) => value === undefined || typeof value === "object")) {
    return opaqueType(call);
  }
  return { name: name.toLowerCase(), args: values.map(String), opaque: false };
}

function arrayType(scope: NameScope, call: Call | null, depth: number): ColumnType {
  const item = call === null ? null : (keywordOf(call, "item_type") ?? call.args[0] ?? null);
  if (call === null || item === null) return { name: "array", args: [], opaque: true };
  const type = readColumnType(scope, item, depth + 1);
  if (type.opaque) return opaqueType(call);
  return { name: "array", args: [formatColumnType(type)], opaque: false };
}

/** `Mapped[Color]`: the type of an `Enum` class, with the options of the `Enum(…)` that a `type_annotation_map` has for all. */
export function classEnum(scope: NameScope, definition: Definition, options: Call | null): ColumnType {
  const labels = classLabels(scope, definition, options);
  if (labels === null) return { name: lastPart(definition.name), args: [], opaque: true };
  const native = options === null ? null : keywordOf(options, "native_enum");
  return native === null || constantIn(scope, native) === true ? nativeEnum(labels) : textEnum(labels);
}

/** A native enum keeps its labels; one that is not native is a VARCHAR as long as its longest label. */
function enumType(scope: NameScope, call: Call | null): ColumnType {
  if (call === null) return { name: "enum", args: [], opaque: true };
  const labels = enumLabels(scope, call);
  const native = keywordOf(call, "native_enum");
  const isNative = native === null || constantIn(scope, native) === true;
  const checked = constantOr(scope, keywordOf(call, "create_constraint"), false) === true;
  const length = constantOr(scope, keywordOf(call, "length"), null);
  if (!isNative && !checked && typeof length === "number") {
    return { name: "string", args: [String(length)], opaque: false };
  }
  if (labels === null) return opaqueType(call);
  return isNative || checked ? nativeEnum(labels) : textEnum(labels);
}

function constantOr(scope: NameScope, expression: Expression | null, otherwise: unknown): unknown {
  return expression === null ? otherwise : constantIn(scope, expression);
}

/** Labels in alphabetical order: PostgreSQL keeps an order of its own, which no migration of a column changes. */
function nativeEnum(labels: readonly string[]): ColumnType {
  return { name: "enum", args: [...labels].sort(), opaque: false };
}

export function textEnum(labels: readonly string[]): ColumnType {
  const length = Math.max(0, ...labels.map((label) => label.length));
  return { name: "string", args: [String(length)], opaque: false };
}

// ── types of the repository ────────────────────────────────────────────────────────────────────────────────────

/**
 * A class that stands for a type. `TypeDecorator` gives its arguments to `impl`
 * (sqlalchemy/sql/type_api.py, `TypeDecorator.__init__`); any other class is opaque by its name.
 */
function decoratedType(
  scope: NameScope,
  definition: Definition,
  call: Call | null,
  depth: number,
): ColumnType {
  const opaque: ColumnType = {
    name: call === null ? lastPart(definition.name) : shortCall(definition, call),
    args: [],
    opaque: true,
  };
  const chain = decoratorChain(scope, definition);
  if (chain === null) return opaque;
  const postgres = chain.map((one) => postgresType(one)).find((one) => one !== null);
  if (postgres !== undefined) {
    const type = readColumnType(moduleScope(scope.project, postgres.path), postgres.expression, depth + 1);
    return type.opaque ? opaque : type;
  }
  if (chain.some((one) => defines(one.node, "load_dialect_impl") || defines(one.node, "get_col_spec")))
    return opaque;
  for (const { node, path } of chain) {
    const impl = assigned(node, "impl");
    if (impl === null) continue;
    const inside = moduleScope(scope.project, path);
    if (call === null || call.args.length + call.keywords.length === 0)
      return readColumnType(inside, impl, depth + 1);
    if (chain.some((one) => defines(one.node, "__init__"))) return opaque;
    const name = sqlalchemyName(inside, impl);
    return name === null ? opaque : namedType(scope, name, call, depth + 1);
  }
  return opaque;
}

function shortCall(definition: Definition, call: Call): string {
  return shortText({ ...call, callee: { ...call.callee, kind: "name", id: lastPart(definition.name) } });
}

interface PlacedClass {
  readonly node: ClassDefinition;
  readonly path: string;
}

/** The class and its bases in the repository when they end in `TypeDecorator`; null when they don't. */
function decoratorChain(scope: NameScope, definition: Definition): readonly PlacedClass[] | null {
  const chain: PlacedClass[] = [];
  let decorator = false;
  for (const one of [definition, ...scope.project.ancestors(definition)]) {
    if (one.kind === "external") decorator ||= one.name.endsWith(".TypeDecorator");
    if (one.kind === "definition" && one.binding.kind === "class") {
      chain.push({ node: one.binding.node, path: one.path });
    }
  }
  return decorator ? chain : null;
}

function defines(node: ClassDefinition, name: string): boolean {
  return node.body.some((statement) => statement.kind === "function" && statement.name === name);
}

function assigned(node: ClassDefinition, name: string): Expression | null {
  for (const statement of node.body) {
    if (statement.kind === "annotated-assign" && isName(statement.target, name)) return statement.value;
    if (statement.kind === "assign" && statement.targets.some((target) => isName(target, name))) {
      return statement.value;
    }
  }
  return null;
}

function isName(expression: Expression, name: string): boolean {
  return expression.kind === "name" && expression.id === name;
}

/** `if dialect.name == "postgresql": return dialect.type_descriptor(UUID())` in `load_dialect_impl`. */
function postgresType(one: PlacedClass): { readonly path: string; readonly expression: Expression } | null {
  for (const statement of one.node.body) {
    if (statement.kind !== "function" || statement.name !== "load_dialect_impl") continue;
    const branch = statement.body.find(
      (inner): inner is Extract<Statement, { kind: "if" }> =>
        inner.kind === "if" && asksForPostgres(inner.test),
    );
    const returned = branch?.body.find((inner) => inner.kind === "return");
    if (returned?.kind !== "return" || returned.value === null) return null;
    const { value } = returned;
    const described =
      value.kind === "call" &&
      value.callee.kind === "attribute" &&
      value.callee.attribute === "type_descriptor";
    const expression = described ? value.args[0] : value;
    return expression === undefined ? null : { path: one.path, expression };
  }
  return null;
}

function asksForPostgres(test: Expression): boolean {
  if (test.kind !== "comparison" || test.operators.length !== 1 || test.operators[0] !== "==") return false;
  const right = test.comparators[0];
  return (
    test.left.kind === "attribute" &&
    test.left.attribute === "name" &&
    right?.kind === "string" &&
    right.value === "postgresql"
  );
}
