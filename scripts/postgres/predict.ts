import type { ColumnType, SchemaOperation } from "../../src/facts/database.ts";
import { lockFacts, type LockFacts } from "../../src/facts/postgresql/lock-facts.ts";
import { lockModeOf } from "../../src/facts/postgresql/locks.ts";
import { judgeTypeChange, type TypeChange } from "../../src/facts/postgresql/type-change.ts";
import { readSql, type ParseSql } from "../../src/facts/sql/read-sql.ts";
import type { Measured } from "./measure.ts";

/** Columns of the table `t` of the prepared schema, as far as their types are changed. */
const types: ReadonlyMap<string, ColumnType> = new Map([
  ["a", { name: "integer", args: [], opaque: false }],
  ["b", { name: "text", args: [], opaque: false }],
  ["v", { name: "string", args: ["50"], opaque: false }],
  ["n", { name: "numeric", args: ["10", "2"], opaque: false }],
  ["ts", { name: "datetime", args: [], opaque: false }],
  ["m", { name: "enum", args: ["a", "b"], opaque: false }],
  ["j", { name: "json", args: [], opaque: false }],
  ["c", { name: "char", args: ["10"], opaque: false }],
]);

/** A new collation rebuilds the column's indexes and reads the table: the operation model has no collation yet. */
const notModelled = / COLLATE /;

/** What the engine says of a statement; null where it says nothing, or the statement fails. */
function factsOf(one: Measured, version: number, parseSql: ParseSql): LockFacts | null {
  const [read] = readSql(one.sql, parseSql);
  if (read === undefined || one.error?.startsWith("ERROR") === true || notModelled.test(one.sql)) return null;
  return lockFacts(read.operation, {
    version,
    typeChange: typeChangeOf(read.operation),
    provenNotNull: one.setup?.endsWith("CHECK (a IS NOT NULL)") === true,
    referenced: one.sql.includes("fk0") ? "r" : null,
  });
}

/** Does the engine say anything of the statement? */
export function isPredicted(one: Measured, version: number, parseSql: ParseSql): boolean {
  return factsOf(one, version, parseSql) !== null;
}

/** Where the engine says something else than what was measured. */
export function predict(one: Measured, version: number, parseSql: ParseSql): readonly string[] {
  const facts = factsOf(one, version, parseSql);
  if (facts === null) return [];
  // A domain has no lock of its own: the tables that use it have.
  const tableOf = (relation: string): string => (relation === "z.dom" ? "t" : relation);
  const named = new Set(facts.locks.map(({ relation }) => tableOf(relation)));
  const measured = Object.entries(one.locks).flatMap(([relation, mode]) =>
    named.has(relation) && mode !== undefined ? [`${relation} ${lockModeOf(mode)}`] : [],
  );
  const predicted = facts.locks.map(({ relation, mode }) => `${tableOf(relation)} ${mode}`);
  const rewrite = [...named].some((relation) => one.rewrite.includes(relation));
  const scan = [...named].some((relation) => one.scan.some((read) => read.startsWith(`${relation}:`)));
  return [
    ...differs("locks", predicted.sort().join(", "), measured.sort().join(", ")),
    ...differs("rewrite", facts.rewrite, rewrite),
    ...differs("scan", facts.scan, scan),
  ];
}

function differs<T>(what: string, predicted: T, measured: T): readonly string[] {
  return predicted === measured
    ? []
    : [`predicted ${what} ${String(predicted)}, measured ${String(measured)}`];
}

function typeChangeOf(operation: SchemaOperation): TypeChange {
  if (operation.kind !== "alter-column" || operation.type === null) return "none";
  return judgeTypeChange(types.get(operation.column) ?? null, operation.type, operation.using);
}
