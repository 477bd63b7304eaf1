import type { Call, Expression } from "../../syntax/python/ast.ts";
import { insideMapped, readAnnotation, type AnnotatedColumn, type TypeMap } from "./annotation.ts";
import { attributesOf, placedValue, type ModelAttribute } from "./attributes.ts";
import { opaqueColumn, readColumn, type ColumnCall, type ColumnDraft } from "./column.ts";
import { columnCall, readCoreTable, tableCall } from "./core-table.ts";
import { linearise, modelClass, unknownBases, type DeclarativeRoot, type ModelClass } from "./model-class.ts";
import {
  follow,
  keywordOf,
  resolveIn,
  sqlalchemyName,
  textIn,
  type NameScope,
  type Placed,
} from "./name-scope.ts";
import { columnReference } from "./reference.ts";
import { mappingOf, metadataOf, type Mapping, type SchemaReader } from "./schema-reader.ts";
import { readField } from "./sqlmodel-field.ts";
import type { TableDraft } from "./table-draft.ts";
import { noItems, readTableItems, tableArguments, type TableItems } from "./table-items.ts";

/** Reads the columns of a mapped class: its own, and those of mixins and abstract bases. */
export function readMappedClass(
  reader: SchemaReader,
  model: ModelClass,
  mapping: Mapping,
): TableDraft | null {
  const identity = { name: model.name, table: mapping.name };
  const without = inheritedByParent(reader, mapping);
  const attributes = attributesOf(reader.index, model, identity, without);
  const where = { path: model.path, line: model.node.line, endLine: model.node.endLine };
  const partial = unknownBases(reader.index, model).length > 0 || !mapping.known;
  if (mapping.kind === "table" && mapping.table !== null) {
    const call = tableCall(mapping.table.scope, mapping.table.expression);
    const draft = call === null ? null : readCoreTable(reader, mapping.table.scope, call, model.name);
    return draft === null ? null : { ...draft, partial: draft.partial || partial };
  }
  const maps = typeMaps(reader, model, mapping.root);
  const columns = [...attributes.values()].flatMap((attribute) =>
    columnsOf(reader, attribute, mapping.root, maps),
  );
  const metadata = metadataOf(reader, model, mapping.root);
  const items = tableItemsOf(reader, attributes, columns);
  return {
    name: mapping.name,
    schema: items.schema ?? metadata.schema,
    defaultSchema: metadata.schema,
    mappedClass: model.name,
    metadata: metadata.key,
    columns,
    items,
    where,
    partial: partial || [...attributes.values()].some((attribute) => attribute.opaqueColumn),
  };
}

/** The mapped parent and everything that it inherits from: their columns are in the parent's table. */
function inheritedByParent(reader: SchemaReader, mapping: Mapping): ReadonlySet<string> {
  const { parent } = mapping;
  if (parent === null) return new Set();
  return new Set(linearise(reader.index, parent).map((ancestor) => ancestor.key));
}

// ── columns ────────────────────────────────────────────────────────────────────────────────────────────────────

function columnsOf(
  reader: SchemaReader,
  attribute: ModelAttribute,
  root: DeclarativeRoot,
  maps: readonly TypeMap[],
): readonly ColumnDraft[] {
  const { name, scope, where } = attribute;
  if (name.startsWith("__")) return [];
  const reference = (inside: NameScope, expression: Expression) =>
    columnReference(reader, inside, expression);
  const draft =
    root.style === "sqlmodel" && attribute.annotation !== null && !isMapped(attribute)
      ? readField(attribute, reference)
      : declarativeColumn(attribute, maps, reference);
  if (draft !== null) return [attribute.conditional ? { ...draft, partial: true } : draft];
  if (attribute.value?.kind !== "call") return [];
  if (sqlalchemyName(scope, attribute.value.callee) === "composite") {
    return attribute.value.args.flatMap((argument) => {
      const call = columnCall({ scope, expression: argument });
      if (call === null) return [];
      const context = { attribute: null, type: null, nullable: null, where, reference };
      return readColumn([call], context) ?? [];
    });
  }
  return [];
}

function isMapped(attribute: ModelAttribute): boolean {
  return attribute.annotation !== null && insideMapped(attribute.scope, attribute.annotation) !== null;
}

/** Library calls that make no column although they stand where one may stand. */
const wrappers = new Set(["deferred", "column_property"]);

function declarativeColumn(
  attribute: ModelAttribute,
  maps: readonly TypeMap[],
  reference: (scope: NameScope, expression: Expression) => string | null,
): ColumnDraft | null {
  const { scope, name, where } = attribute;
  const inner = attribute.annotation === null ? null : insideMapped(scope, attribute.annotation);
  const value = attribute.value === null ? null : unwrapped({ scope, expression: attribute.value });
  const annotated = inner === null ? null : () => readAnnotation(scope, inner, maps);
  if (value === null) {
    // `Mapped[int]` alone is a column; a name without `Mapped` is not.
    return annotated === null ? null : fromCalls([], annotated(), { name, where, reference });
  }
  const calls = callsOf(value);
  if (calls === null) {
    return annotated !== null && isUnknownCall(value)
      ? {
          attribute: name,
          column: opaqueColumn(name, value.expression, where),
          constraints: [],
          partial: true,
        }
      : null;
  }
  // An annotation counts for `mapped_column` only: `Column` has its own nullability.
  const counts = calls.some((one) => sqlalchemyName(one.scope, one.call.callee) !== "Column");
  return fromCalls(calls, counts ? (annotated?.() ?? null) : null, { name, where, reference });
}

function unwrapped(at: Placed): Placed {
  const { scope, expression } = at;
  if (expression.kind !== "call" || !wrappers.has(sqlalchemyName(scope, expression.callee) ?? "")) return at;
  const [argument] = expression.args;
  return argument === undefined ? at : { scope, expression: argument };
}

interface Place {
  readonly name: string;
  readonly where: ModelAttribute["where"];
  readonly reference: (scope: NameScope, expression: Expression) => string | null;
}

function fromCalls(
  calls: readonly ColumnCall[],
  annotated: AnnotatedColumn | null,
  { name, where, reference }: Place,
): ColumnDraft | null {
  const further = (annotated?.metadata ?? []).flatMap((metadata) => columnCall(metadata) ?? []);
  return readColumn([...calls, ...further], {
    attribute: name,
    type: annotated?.type ?? null,
    nullable: annotated?.nullable ?? null,
    where,
    reference,
  });
}

/** The column calls behind an attribute's value, those of a `functools.partial` included; null when there are none. */
function callsOf(at: Placed): readonly ColumnCall[] | null {
  const direct = columnCall(at);
  if (direct !== null) return [direct];
  const { scope, expression } = follow(at.scope, at.expression);
  if (expression.kind !== "call") return null;
  const maker = follow(scope, expression.callee);
  if (maker.expression.kind !== "call") return null;
  const called = resolveIn(maker.scope, maker.expression.callee);
  if (called.kind !== "external" || called.name !== "functools.partial") return null;
  const [wrapped, ...args] = maker.expression.args;
  const name = wrapped === undefined ? null : sqlalchemyName(maker.scope, wrapped);
  if (wrapped === undefined || (name !== "Column" && name !== "mapped_column")) return null;
  const given: Call = { ...maker.expression, callee: wrapped, args };
  return [
    { scope, call: expression },
    { scope: maker.scope, call: given },
  ];
}

/** A call that may make a column for all that is known: not SQLAlchemy's own, and not a function that was read. */
function isUnknownCall({ scope, expression }: Placed): boolean {
  if (expression.kind !== "call" || sqlalchemyName(scope, expression.callee) !== null) return false;
  const found = resolveIn(scope, expression.callee);
  return found.kind === "definition" && found.binding.kind === "function";
}

// ── type_annotation_map ────────────────────────────────────────────────────────────────────────────────────────

/** The nearest `type_annotation_map` of the classes and of the registry of a base. */
function typeMaps(reader: SchemaReader, model: ModelClass, root: DeclarativeRoot): readonly TypeMap[] {
  const maps: TypeMap[] = [];
  for (const attribute of attributesOf(reader.index, model, { name: model.name, table: null }).values()) {
    if (attribute.value === null) continue;
    if (attribute.name === "type_annotation_map") addMap(maps, attribute.scope, attribute.value);
    if (attribute.name === "registry")
      addMapOfCall(maps, { scope: attribute.scope, expression: attribute.value });
  }
  if (root.call !== null) addMapOfCall(maps, root.call);
  return maps;
}

function addMapOfCall(maps: TypeMap[], at: Placed): void {
  const { scope, expression } = follow(at.scope, at.expression);
  if (expression.kind !== "call") return;
  const given = keywordOf(expression, "type_annotation_map");
  if (given !== null) addMap(maps, scope, given);
}

function addMap(maps: TypeMap[], scope: NameScope, expression: Expression): void {
  const followed = follow(scope, expression);
  if (followed.expression.kind === "dict") maps.push({ scope: followed.scope, node: followed.expression });
}

// ── __table_args__ ─────────────────────────────────────────────────────────────────────────────────────────────

function tableItemsOf(
  reader: SchemaReader,
  attributes: ReadonlyMap<string, ModelAttribute>,
  columns: readonly ColumnDraft[],
): TableItems {
  const own = attributes.get("__table_args__");
  if (own === undefined) return noItems;
  // A property or a `declared_attr` of several statements.
  if (own.value === null) return { ...noItems, partial: own.annotation === null };
  const names = new Map(
    columns.flatMap(({ attribute, column }) =>
      attribute === null ? [] : [[attribute, column.name] as const],
    ),
  );
  const columnName = (scope: NameScope, expression: Expression): string | null => {
    const text = textIn(scope, expression);
    if (text !== null && expression.kind !== "name") return text;
    if (expression.kind === "name") return names.get(expression.id) ?? text;
    // `cls.name`, `Model.name`, `Mixin.name`
    if (expression.kind === "attribute" && expression.value.kind === "name") {
      return names.get(expression.attribute) ?? null;
    }
    return null;
  };
  const members = tableArguments({ scope: own.scope, expression: own.value }, (scope, expression) =>
    otherArguments(reader, scope, expression),
  );
  return readTableItems(members, columnName, (expression, scope) => ({
    path: scope.path,
    line: expression.line,
    endLine: expression.endLine,
  }));
}

/** `Mixin.__table_args__`. */
function otherArguments(reader: SchemaReader, scope: NameScope, expression: Expression): Placed | null {
  if (expression.kind !== "attribute" || expression.attribute !== "__table_args__") return null;
  const found = resolveIn(scope, expression.value);
  if (found.kind !== "definition" || found.binding.kind !== "class") return null;
  const model = modelClass(found.path, found.binding.node, found.name);
  const mapping = mappingOf(reader, model);
  const identity = { name: model.name, table: mapping?.name ?? null };
  return placedValue(attributesOf(reader.index, model, identity).get("__table_args__"));
}
