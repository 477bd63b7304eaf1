import { isTestModule, isTestPath } from "../../source/file-kind.ts";
import type { Call, Expression, Statement } from "../../syntax/python/ast.ts";
import type { DatabaseSchema, Table } from "../database.ts";
import type { Unresolved } from "../location.ts";
import type { Project } from "../python/project.ts";
import type { ReadScope } from "../scope.ts";
import { bodyStatements } from "./attributes.ts";
import { readCoreTable, tableCall } from "./core-table.ts";
import { readMappedClass } from "./mapped-class.ts";
import { modelClass, unknownBases, type ModelClass } from "./model-class.ts";
import { moduleScope, sqlalchemyName, textIn, type NameScope } from "./name-scope.ts";
import { mappingOf, schemaReader, type Mapping, type SchemaReader } from "./schema-reader.ts";
import { finishTable, qualified, type TableDraft } from "./table-draft.ts";
import { readIndex } from "./table-items.ts";
import { columnReference } from "./reference.ts";
import { targetMetadata } from "./target-metadata.ts";

/** What a module that declares a table has in its text: a column, a table name, a table, or a class below a base. */
const marks = [
  "__tablename__",
  "__table__",
  "mapped_column",
  "Mapped[",
  "Column(",
  "Table(",
  "table=True",
  "relationship(",
];
const classBelowBase =
  /^[ \t]*class[ \t]+\w+[ \t]*\([^)\n]*\b(?!BaseModel\b|BaseSettings\b)\w*(?:Base|Mixin|Model)\b/mu;

/** Revisions declare the tables of their time for data migrations, and tests their own: neither is the application's schema. */
const isRevision = /^down_revision\b/mu;

/** Whether a module may declare tables of the application, by its text. */
export function mayDeclareTables(path: string, text: string): boolean {
  if (!marks.some((mark) => text.includes(mark)) && !classBelowBase.test(text)) return false;
  return !isRevision.test(text) && !isTestModule(path, text);
}

/** The tables that the models of the affected modules declare: SQLAlchemy classes, Core tables, SQLModel. */
export function readSchema(project: Project, scope: Pick<ReadScope, "affected">): DatabaseSchema {
  const reader = schemaReader(project);
  const affected = project.paths.filter((path) => scope.affected.has(path));
  const skipped = new Set(project.paths.filter((path) => !scope.affected.has(path)));
  if (affected.length === 0) return { tables: new Map(), unresolved: [], skipped };
  const drafts: TableDraft[] = [];
  const children: { readonly draft: TableDraft; readonly parent: ModelClass }[] = [];
  const unresolved: Unresolved[] = [];
  const indexes: { readonly scope: NameScope; readonly call: Call }[] = [];
  for (const path of affected) {
    const text = project.text(path);
    if (text === null || !mayDeclareTables(path, text)) continue;
    const module = project.module(path);
    if (module === null) continue;
    const inside = moduleScope(project, path);
    for (const { statement } of bodyStatements(module.body)) {
      if (statement.kind === "class") {
        readClass(reader, modelClass(path, statement), drafts, children, unresolved);
      }
      for (const call of moduleCalls(statement)) {
        const draft = tableCall(inside, call) === null ? null : readCoreTable(reader, inside, call);
        if (draft !== null) drafts.push(draft);
        if (sqlalchemyName(inside, call.callee) === "Index") indexes.push({ scope: inside, call });
      }
    }
  }
  const tables = collect(reader, withChildren(reader, drafts, children), unresolved);
  for (const { scope: inside, call } of indexes) addIndex(reader, tables, inside, call);
  return {
    tables: new Map([...tables].sort(([a], [b]) => (a < b ? -1 : 1))),
    unresolved,
    skipped,
  };
}

function readClass(
  reader: SchemaReader,
  model: ModelClass,
  drafts: TableDraft[],
  children: { readonly draft: TableDraft; readonly parent: ModelClass }[],
  unresolved: Unresolved[],
): void {
  const mapping = mappingOf(reader, model);
  if (mapping === null) return;
  const draft = readMappedClass(reader, model, mapping);
  if (draft === null) return;
  report(reader, model, mapping, draft, unresolved);
  if (mapping.kind === "parent" && mapping.parent !== null) children.push({ draft, parent: mapping.parent });
  else drafts.push(draft);
  for (const secondary of secondaryTables(reader, model)) drafts.push(secondary);
}

function report(
  reader: SchemaReader,
  model: ModelClass,
  mapping: Mapping,
  draft: TableDraft,
  unresolved: Unresolved[],
): void {
  const { where } = draft;
  for (const base of unknownBases(reader.index, model)) {
    unresolved.push({ where, what: `columns that \`${model.name}\` inherits from \`${base}\`` });
  }
  if (!mapping.known) unresolved.push({ where, what: `table name of \`${model.name}\`` });
  if (draft.items.partial) unresolved.push({ where, what: `\`__table_args__\` of \`${model.name}\`` });
  for (const { column, partial } of draft.columns) {
    if (partial) unresolved.push({ where: column.where, what: `column \`${model.name}.${column.name}\`` });
  }
}

/** Calls that a statement of a module consists of: `x = Table(…)`, `Index(…)`. */
function moduleCalls(statement: Statement): readonly Call[] {
  const value =
    statement.kind === "assign" || statement.kind === "annotated-assign" || statement.kind === "expression"
      ? statement.value
      : null;
  return value?.kind === "call" ? [value] : [];
}

/** `relationship(secondary=Table(…))`: a table that stands nowhere else. */
function secondaryTables(reader: SchemaReader, model: ModelClass): readonly TableDraft[] {
  const scope = moduleScope(reader.project, model.path);
  return bodyCalls(model).flatMap((call) => {
    const secondary = call.keywords.find((keyword) => keyword.name === "secondary")?.value;
    const table = secondary === undefined ? null : tableCall(scope, secondary);
    return table === null ? [] : (readCoreTable(reader, scope, table) ?? []);
  });
}

function bodyCalls(model: ModelClass): readonly Call[] {
  return [...bodyStatements(model.node.body)].flatMap(({ statement }) => moduleCalls(statement));
}

/** Single-table inheritance: a child's own columns stand in its parent's table. A parent that the change can't affect is read for them. */
function withChildren(
  reader: SchemaReader,
  drafts: readonly TableDraft[],
  children: readonly { readonly draft: TableDraft; readonly parent: ModelClass }[],
): readonly TableDraft[] {
  const all = [...drafts];
  for (const { draft, parent } of children) {
    if (draft.columns.length === 0) continue;
    let at = all.findIndex((one) => one.name === draft.name && one.mappedClass !== null);
    if (at === -1) {
      const mapping = mappingOf(reader, parent);
      const read = mapping === null ? null : readMappedClass(reader, parent, mapping);
      if (read === null) continue;
      at = all.push(read) - 1;
    }
    const into = all[at];
    if (into === undefined) continue;
    const names = new Set(into.columns.map(({ column }) => column.name));
    const columns = draft.columns.filter(({ column }) => !names.has(column.name));
    all[at] = { ...into, columns: [...into.columns, ...columns], partial: into.partial || draft.partial };
  }
  return all;
}

/** Tables by name. Of two with one name, the one that Alembic migrates counts. */
function collect(
  reader: SchemaReader,
  drafts: readonly TableDraft[],
  unresolved: Unresolved[],
): Map<string, Table> {
  const targets = targetMetadata(reader);
  const tables = new Map<string, Table>();
  for (const draft of drafts) {
    const migrated = isMigrated(reader.project, draft, targets);
    const table: Table = { ...finishTable(draft), ...(migrated === null ? {} : { migrated }) };
    const other = tables.get(table.name);
    if (other === undefined) {
      tables.set(table.name, table);
      continue;
    }
    unresolved.push({ where: table.where, what: `table \`${table.name}\` is declared more than once` });
    const [winner] = [other, table].sort((a, b) => standing(b) - standing(a));
    const tie = standing(other) === standing(table);
    if (winner !== undefined) tables.set(table.name, tie ? { ...winner, confidence: "low" } : winner);
  }
  return tables;
}

function standing(table: Table): number {
  return table.migrated === undefined ? 1 : table.migrated ? 2 : 0;
}

/** Whether Alembic's environments migrate the table; null when that can't be told. */
function isMigrated(
  project: Project,
  draft: TableDraft,
  targets: ReadonlySet<string> | null,
): boolean | null {
  if (draft.items.unmigrated || !isImported(project, draft.where.path)) return false;
  if (targets === null || draft.metadata === null) return null;
  return targets.has(draft.metadata);
}

/** A module that nobody imports declares nothing at run time, unless a package imports its modules by their files. */
function isImported(project: Project, path: string): boolean {
  if (project.importersOf(path).some((importer) => importer !== path && !isTestPath(importer))) return true;
  const folders = path.split("/").slice(0, -1);
  return folders.some((_folder, at) => {
    const text = project.text([...folders.slice(0, at + 1), "__init__.py"].join("/"));
    return text !== null && /\b(?:importlib|pkgutil|import_module|__import__|glob)\b/u.test(text);
  });
}

/** `Index("name", Model.column)` beside a class or a table. */
function addIndex(reader: SchemaReader, tables: Map<string, Table>, scope: NameScope, call: Call): void {
  const references = call.args
    .slice(1)
    .map((column) => columnReference(reader, scope, innermost(column)))
    .filter((reference) => reference !== null);
  const [first] = references;
  if (first === undefined) return;
  const owner = first.slice(0, first.lastIndexOf("."));
  const table = tables.get(owner) ?? tables.get(qualified(schemaLike(tables, owner), owner));
  if (table === undefined) return;
  const columnName = (inside: NameScope, expression: Expression) => {
    const reference = columnReference(reader, inside, expression);
    return reference === null ? textIn(inside, expression) : reference.slice(reference.lastIndexOf(".") + 1);
  };
  const where = { path: scope.path, line: call.line, endLine: call.endLine };
  const index = readIndex(scope, call, columnName, where);
  tables.set(table.name, { ...table, indexes: [...table.indexes, index] });
}

/** The column inside `Model.name.desc()` or `func.lower(Model.name)`. */
function innermost(expression: Expression): Expression {
  if (expression.kind !== "call") return expression;
  const { callee } = expression;
  const inner = expression.args[0] ?? (callee.kind === "attribute" ? callee.value : null);
  return inner === null ? expression : innermost(inner);
}

function schemaLike(tables: ReadonlyMap<string, Table>, name: string): string | null {
  for (const key of tables.keys()) if (key.endsWith(`.${name}`)) return key.slice(0, -name.length - 1);
  return null;
}
