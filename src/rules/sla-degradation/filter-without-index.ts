import type { ColumnFilter } from "../../facts/code/code.ts";
import type { Table } from "../../facts/database.ts";
import { codes, say } from "../../text/sentence.ts";
import { autocommitCode, fixWith, newName, quote, quotes, tableCode } from "../alembic-code.ts";
import type { FindingDraft } from "../finding.ts";
import { wasReadable } from "../introduced.ts";
import { sizeOf } from "../production-migration/table-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { accessPaths, isServed, selectiveColumns, tableOfModel } from "./access-paths.ts";

export const filterWithoutIndex = defineRule({
  id: "filter-without-index",
  domain: "DBA",
  severity: "info",
  confidence: "high",
  title: "A new query looks for rows by columns that have no index",
  why: "Without an index that starts with one of the compared columns PostgreSQL reads the whole table for each query. That goes unnoticed on a test database, and grows with the data.",
  fix: "Create an index that starts with the column that singles out the fewest rows. Leave it out where the table stays small, and say so in the configuration (`database.tables`).",
  *check(context): Iterable<FindingDraft> {
    const { before, after, changeSet, settings } = context;
    const old = new Set(before.code.filters?.().map(keyOf));
    // One index serves several queries: the query by the fewest columns stands for the others.
    const served = new Map<string, Set<string>>();
    const filters = [...(after.code.filters?.() ?? [])].sort((a, b) => a.columns.length - b.columns.length);
    for (const filter of filters) {
      if (old.has(keyOf(filter)) || !wasReadable(filter.where.path, changeSet, before)) continue;
      const table = tableOfModel(filter, after);
      if (table === null || sizeOf(table.name, settings) === "small") continue;
      const columns = selectiveColumns(filter, table);
      const paths = accessPaths(table, after);
      if (columns.length === 0 || paths === null || isServed(columns, paths)) continue;
      const already = served.get(table.name) ?? new Set();
      if (columns.some((column) => already.has(column))) continue;
      served.set(table.name, new Set([...already, ...columns]));
      yield draftOf(filter, table, columns, context);
    }
  },
});

/** A query that is the same but for its place is not new. */
function keyOf({ model, columns }: ColumnFilter): string {
  return [model.name, ...columns].join("\n");
}

function draftOf(
  filter: ColumnFilter,
  table: Table,
  columns: readonly string[],
  { before, settings }: RuleContext,
): FindingDraft {
  const { name, schema } = tableCode(table.name);
  const [first = ""] = columns;
  const index = newName("ix", table.name.slice(table.name.lastIndexOf(".") + 1), first);
  const given = `${quote(index)}, ${name}, ${quotes([first])}`;
  const isNew = before.wholeSchema?.().tables.has(table.name) === false;
  const code = isNew
    ? `op.create_index(${given}${schema})`
    : autocommitCode(`op.create_index(${given}, postgresql_concurrently=True${schema})`);
  const size = sizeOf(table.name, settings) === "large" ? "" : "; its size is not known";
  return {
    subject: `${table.name} (${columns.join(", ")})`,
    reaches: [],
    before: null,
    after: "queried without an index",
    where: { ...filter.where, side: "after" },
    message: say`\`${filter.function}\` looks for rows of \`${table.name}\` by ${codes(columns, "and")}, and no index starts with ${columns.length === 1 ? "it" : "one of them"}${size}`,
    fix: fixWith("Where the table grows, add:", code),
  };
}
