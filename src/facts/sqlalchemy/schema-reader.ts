import type { Expression, FunctionDefinition } from "../../syntax/python/ast.ts";
import type { Project } from "../python/project.ts";
import { classFlag, ownAttributes, placedValue, type ModelAttribute } from "./attributes.ts";
import {
  classIndex,
  declarativeRoot,
  isDeclaredAttribute,
  isDeclarativeBase,
  linearise,
  metadataKeyOf,
  modelClass,
  unknownBases,
  type ClassIndex,
  type DeclarativeRoot,
  type ModelClass,
} from "./model-class.ts";
import {
  constantIn,
  follow,
  keywordOf,
  moduleScope,
  resolveIn,
  sqlalchemyName,
  textIn,
  type NameScope,
  type Placed,
} from "./name-scope.ts";
import { generatedTableName } from "./table-name.ts";

/** What readers of models share: classes, and which table each class is mapped to. */
export interface SchemaReader {
  readonly project: Project;
  readonly index: ClassIndex;
  readonly mappings: Map<string, Mapping | null>;
}

/** The table that a class is mapped to. */
export interface Mapping {
  readonly root: DeclarativeRoot;
  /** Its own table, the parent's (single-table inheritance), or `__table__`. */
  readonly kind: "own" | "parent" | "table";
  /** Without its schema; a class whose name is generated in a way that can't be told has `‹ClassName›`. */
  readonly name: string;
  readonly known: boolean;
  /** The nearest mapped class that it inherits from. */
  readonly parent: ModelClass | null;
  /** For `__table__ = …`. */
  readonly table: Placed | null;
}

export function schemaReader(project: Project): SchemaReader {
  return { project, index: classIndex(project), mappings: new Map() };
}

/** The table that a class is mapped to, or null for a mixin, an abstract base or a class that is no model. */
export function mappingOf(reader: SchemaReader, model: ModelClass): Mapping | null {
  const known = reader.mappings.get(model.key);
  if (known !== undefined) return known;
  reader.mappings.set(model.key, null);
  const mapping = findMapping(reader, model);
  reader.mappings.set(model.key, mapping);
  return mapping;
}

function findMapping(reader: SchemaReader, model: ModelClass): Mapping | null {
  const { index } = reader;
  const own = ownAttributes(index, model, { name: model.name, table: null });
  const root = declarativeRoot(index, model) ?? unknownRoot(index, model, own);
  if (root === null || root.base?.key === model.key || isDeclarativeBase(index, model)) return null;
  if (isTrue(own.get("__abstract__"))) return null;
  if (root.style === "sqlmodel" && !classFlag(model.node, "table")) return null;
  const parent = mappedParent(reader, model);
  const base = { root, parent, table: null, known: true };
  const table = placedValue(own.get("__table__"));
  if (table !== null) {
    const placed = follow(table.scope, table.expression);
    const name = placed.expression.kind === "call" ? textIn(placed.scope, placed.expression.args[0]) : null;
    return { ...base, kind: "table", name: name ?? unnamed(model), known: name !== null, table: placed };
  }
  const name = tableNameOf(reader, model, parent, root);
  if (name === undefined) return { ...base, kind: "own", name: unnamed(model), known: false };
  if (name !== null) return { ...base, kind: "own", name };
  const above = parent === null ? null : mappingOf(reader, parent);
  return above === null ? null : { ...base, kind: "parent", name: above.name, known: above.known };
}

function unnamed(model: ModelClass): string {
  return `‹${model.name}›`;
}

/** A class with a literal `__tablename__` is a model although its base could not be resolved. */
function unknownRoot(
  index: ClassIndex,
  model: ModelClass,
  own: ReadonlyMap<string, ModelAttribute>,
): DeclarativeRoot | null {
  const name = own.get("__tablename__");
  if (name === undefined || textIn(name.scope, name.value) === null) return null;
  const [unknown] = unknownBases(index, model);
  return unknown === undefined ? null : { key: unknown, style: "unknown", base: null, call: null };
}

function isTrue(attribute: ModelAttribute | undefined): boolean {
  const value = placedValue(attribute);
  return value !== null && constantIn(value.scope, value.expression) === true;
}

function mappedParent(reader: SchemaReader, model: ModelClass): ModelClass | null {
  for (const ancestor of linearise(reader.index, model).slice(1)) {
    if (ancestor.kind === "class" && mappingOf(reader, ancestor) !== null) return ancestor;
  }
  return null;
}

/**
 * The value of `__tablename__` as SQLAlchemy finds it: the nearest one, those of mapped parents only where they are
 * made by a `declared_attr` (sqlalchemy/orm/decl_base.py, `_scan_attributes`). Null: there is none; undefined: it
 * can't be told.
 */
function tableNameOf(
  reader: SchemaReader,
  model: ModelClass,
  parent: ModelClass | null,
  root: DeclarativeRoot,
): string | null | undefined {
  for (const ancestor of linearise(reader.index, model)) {
    if (ancestor.kind !== "class") continue;
    const scope = moduleScope(reader.project, ancestor.path);
    const mapped = ancestor.key !== model.key && mappingOf(reader, ancestor) !== null;
    const generated = generatorOf(scope, ancestor);
    if (generated !== null) {
      const name = generatedTableName(scope, generated, model.name, parent !== null);
      if (name === null && !mapped) return null;
      if (name !== null) return name;
    }
    if (mapped) continue;
    const own = ownAttributes(reader.index, ancestor, { name: model.name, table: null });
    const plain = placedValue(own.get("__tablename__"));
    if (plain !== null) {
      const value = constantIn(plain.scope, plain.expression);
      return typeof value === "string" || value === null ? value : undefined;
    }
  }
  if (root.style === "sqlmodel") return model.name.toLowerCase();
  return root.style === "flask" && parent === null ? snakeCase(model.name) : null;
}

function generatorOf(scope: NameScope, model: ModelClass): FunctionDefinition | null {
  for (const statement of model.node.body) {
    if (statement.kind !== "function" || statement.name !== "__tablename__") continue;
    return isDeclaredAttribute(scope, statement) ? statement : null;
  }
  return null;
}

/** flask_sqlalchemy/model.py, `camel_to_snake_case`. */
function snakeCase(name: string): string {
  return name
    .replaceAll(/((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))/gu, "_$1")
    .replace(/^_/u, "")
    .toLowerCase();
}

// ── metadata ───────────────────────────────────────────────────────────────────────────────────────────────────

/** One `MetaData` object: where it is defined, and the schema that its tables have by default. */
export interface Metadata {
  /** Null when it could not be told which object it is. */
  readonly key: string | null;
  readonly schema: string | null;
}

/** The metadata of a model: its nearest `metadata = …`, else its base's. */
export function metadataOf(reader: SchemaReader, model: ModelClass, root: DeclarativeRoot): Metadata {
  for (const ancestor of linearise(reader.index, model)) {
    if (ancestor.kind !== "class") continue;
    const own = ownAttributes(reader.index, ancestor, { name: model.name, table: null });
    const metadata = placedValue(own.get("metadata"));
    if (metadata !== null && !isColumn(metadata))
      return metadataAt(reader, metadata.scope, metadata.expression, ancestor.key);
  }
  const call = root.call?.expression;
  const given = call?.kind === "call" ? keywordOf(call, "metadata") : null;
  if (root.call !== null && given !== null) return metadataAt(reader, root.call.scope, given, root.key);
  return { key: root.style === "unknown" ? null : root.key, schema: null };
}

/** SQLAlchemy refuses a column of that name, but a model may be written that way. */
function isColumn({ scope, expression }: Placed): boolean {
  if (expression.kind !== "call") return false;
  const name = sqlalchemyName(scope, expression.callee);
  return name === "Column" || name === "mapped_column";
}

/**
 * The metadata that an expression means: a name, `Base.metadata`, `MetaData(…)`. `owner` names a `MetaData(…)` that is
 * written inside a class.
 */
export function metadataAt(
  reader: SchemaReader,
  scope: NameScope,
  expression: Expression,
  owner: string | null,
): Metadata {
  if (expression.kind === "call") return { key: owner, schema: schemaOfCall(scope, expression) };
  const found = resolveIn(scope, expression);
  if (found.kind === "definition" && found.binding.kind === "value") {
    const { value } = found.binding;
    const inside = moduleScope(reader.project, found.path);
    const holder = found.name.includes(".") ? found.name.slice(0, found.name.lastIndexOf(".")) : found.name;
    if (value?.kind === "call") return metadataAt(reader, inside, value, `${found.path}:${holder}`);
    if (value !== null && value !== expression) return metadataAt(reader, inside, value, null);
  }
  if (expression.kind === "attribute" && expression.attribute === "metadata") {
    return metadataOfBase(reader, scope, expression.value);
  }
  if (found.kind === "external") return { key: found.name, schema: null };
  return { key: null, schema: null };
}

/** `Base.metadata`, `SQLModel.metadata`, `mapper_registry.metadata`. */
function metadataOfBase(reader: SchemaReader, scope: NameScope, base: Expression): Metadata {
  const found = resolveIn(scope, base);
  if (found.kind === "external") {
    const key = found.name === "sqlmodel.main.SQLModel" ? "sqlmodel.SQLModel" : found.name;
    return { key, schema: null };
  }
  if (found.kind !== "definition") return { key: null, schema: null };
  if (found.binding.kind === "class") {
    const model = modelClass(found.path, found.binding.node, found.name);
    const root = declarativeRoot(reader.index, model);
    return root === null ? { key: null, schema: null } : metadataOf(reader, model, root);
  }
  const key = metadataKeyOf(scope, base);
  const followed = follow(scope, base);
  if (followed.expression.kind !== "call") return { key, schema: null };
  const given = keywordOf(followed.expression, "metadata");
  return given === null ? { key, schema: null } : metadataAt(reader, followed.scope, given, key);
}

function schemaOfCall(scope: NameScope, call: Extract<Expression, { kind: "call" }>): string | null {
  if (sqlalchemyName(scope, call.callee) !== "MetaData") return null;
  return textIn(scope, keywordOf(call, "schema"));
}
