import type { Column, Constraint, DatabaseSchema, Index, Table } from "../facts/database.ts";
import type { Facts } from "../facts/facts.ts";
import type { Changed, Changes } from "./changes.ts";
import { detectRevisionChanges } from "./revisions.ts";
import { constraintKey, differingAspects, indexKey, sameConstraint, sameIndex } from "./schema-equality.ts";

/** What changed in the models' tables and in the migrations, by meaning: where and how a fact is written does not count. */
export function detectDatabaseChanges(
  before: Facts,
  after: Facts,
): Pick<Changes, "tables" | "columns" | "indexes" | "constraints" | "revisions"> {
  const pairs = pairTables(before.schema, after.schema);
  const columns = pairs.flatMap(({ old, fresh }) =>
    old === null || fresh === null
      ? []
      : compare(
          columnsOf(old),
          columnsOf(fresh),
          (one, other) => differingAspects(one, other).length === 0,
          (column) => `${fresh.name}.${column.name}`,
        ),
  );
  const indexes = pairs.flatMap(({ old, fresh }) =>
    compare(indexesOf(old), indexesOf(fresh), sameIndex, indexName),
  );
  const constraints = withoutReworded(
    pairs.flatMap(({ old, fresh }) =>
      old === null || fresh === null
        ? []
        : compare(constraintsOf(old), constraintsOf(fresh), sameConstraint, constraintName),
    ),
    before,
    after,
  );
  return {
    tables: pairs.flatMap((pair) => tableChange(pair, columns, indexes, constraints)),
    columns,
    indexes,
    constraints,
    revisions: detectRevisionChanges(before, after),
  };
}

/**
 * A foreign key of the same columns whose target one side writes in a way that can't be told (`User.id_field_path`) is
 * not known to have changed.
 */
function withoutReworded(
  constraints: Changes["constraints"],
  before: Facts,
  after: Facts,
): Changes["constraints"] {
  const isUnclear = (change: Changes["constraints"][number]): boolean =>
    change.before !== null
      ? !isKnownTarget(change.before.references, before)
      : change.after !== null && !isKnownTarget(change.after.references, after);
  return constraints.filter((change) => {
    const own = change.after ?? change.before;
    if (own.kind !== "foreign-key" || change.status === "modified") return true;
    const other = constraints.find((candidate) => {
      const { kind, table, columns } = candidate.after ?? candidate.before;
      const isOpposite = candidate.status !== "modified" && candidate.status !== change.status;
      return isOpposite && kind === own.kind && table === own.table && columns.join() === own.columns.join();
    });
    return other === undefined || (!isUnclear(change) && !isUnclear(other));
  });
}

/** A class instead of a table, or an attribute that is no column, is the text of an expression that was not understood. */
function isKnownTarget(references: Constraint["references"], facts: Facts): boolean {
  if (references === null) return false;
  const { tables } = facts.wholeSchema?.() ?? facts.schema;
  const target = tables.get(references.table);
  if (target !== undefined) return references.columns.every((column) => target.columns.has(column));
  return ![...tables.values()].some(({ mappedClass }) => mappedClass === references.table);
}

interface TablePair {
  readonly old: Table | null;
  readonly fresh: Table | null;
}

/** Tables of both sides by name. One that only one side read, because the change can't affect its module, did not change. */
function pairTables(before: DatabaseSchema, after: DatabaseSchema): readonly TablePair[] {
  const names = [...new Set([...before.tables.keys(), ...after.tables.keys()])].sort();
  return names.flatMap((name) => {
    const old = before.tables.get(name) ?? null;
    const fresh = after.tables.get(name) ?? null;
    if (fresh === null && old !== null && after.skipped?.has(old.where.path)) return [];
    if (old === null && fresh !== null && before.skipped?.has(fresh.where.path)) return [];
    return [{ old, fresh }];
  });
}

function tableChange(
  { old, fresh }: TablePair,
  columns: Changes["columns"],
  indexes: Changes["indexes"],
  constraints: Changes["constraints"],
): readonly Changed<Table>[] {
  if (old === null)
    return fresh === null ? [] : [{ status: "added", key: fresh.name, before: null, after: fresh }];
  if (fresh === null) return [{ status: "removed", key: old.name, before: old, after: null }];
  const touched =
    columns.some((change) => change.key.slice(0, change.key.lastIndexOf(".")) === fresh.name) ||
    [...indexes, ...constraints].some((change) => (change.after ?? change.before).table === fresh.name);
  return touched ? [{ status: "modified", key: fresh.name, before: old, after: fresh }] : [];
}

function columnsOf(table: Table): ReadonlyMap<string, Column> {
  return table.columns;
}

function indexesOf(table: Table | null): ReadonlyMap<string, Index & { readonly table: string }> {
  if (table === null) return new Map();
  return keyed(
    table.indexes.map((index) => ({ ...index, table: table.name })),
    indexKey,
  );
}

function constraintsOf(table: Table): ReadonlyMap<string, Constraint & { readonly table: string }> {
  return keyed(
    table.constraints.map((constraint) => ({ ...constraint, table: table.name })),
    constraintKey,
  );
}

/** Facts by key; the same thing said twice is numbered. */
function keyed<Fact>(facts: readonly Fact[], key: (fact: Fact) => string): ReadonlyMap<string, Fact> {
  const map = new Map<string, Fact>();
  const counts = new Map<string, number>();
  for (const fact of facts) {
    const name = key(fact);
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    map.set(count === 1 ? name : `${name} #${count}`, fact);
  }
  return map;
}

/** The index's name; where a convention makes it, SQLAlchemy's default one. */
function indexName(index: Index & { readonly table: string }): string {
  return index.name ?? `ix_${[index.table, ...index.columns].join("_").replaceAll(".", "_")}`;
}

function constraintName(constraint: Constraint & { readonly table: string }): string {
  if (constraint.name !== null) return constraint.name;
  const { table, kind, columns, expression } = constraint;
  return `${table} ${kind} (${columns.length === 0 ? (expression ?? "") : columns.join(", ")})`;
}

/** Like `compareByKey`, for facts whose equality is no equality of texts. `name` is the key that readers see. */
function compare<Fact>(
  before: ReadonlyMap<string, Fact>,
  after: ReadonlyMap<string, Fact>,
  same: (before: Fact, after: Fact) => boolean,
  name: (fact: Fact) => string,
): readonly Changed<Fact>[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return keys.flatMap((key): readonly Changed<Fact>[] => {
    const old = before.get(key);
    const fresh = after.get(key);
    if (old === undefined) {
      return fresh === undefined ? [] : [{ status: "added", key: name(fresh), before: null, after: fresh }];
    }
    if (fresh === undefined) return [{ status: "removed", key: name(old), before: old, after: null }];
    return same(old, fresh) ? [] : [{ status: "modified", key: name(fresh), before: old, after: fresh }];
  });
}
