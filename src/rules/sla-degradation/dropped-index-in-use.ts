import type { ColumnFilter } from "../../facts/code/code.ts";
import type { Table } from "../../facts/database.ts";
import { codes, say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { stepsOf } from "../production-migration/steps.ts";
import { sizeOf } from "../production-migration/table-size.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { accessPaths, isServed, tableOfModel, type IndexColumns } from "./access-paths.ts";

export const droppedIndexInUse = defineRule({
  id: "dropped-index-in-use",
  domain: "DBA",
  severity: "warning",
  confidence: "high",
  title: "An index is dropped that a query needs",
  why: "A query that looks for rows by the index's first column reads the whole table from then on. The query did not change, so that no test shows it.",
  fix: "Keep the index, or make another one that starts with the same column before this one goes.",
  *check(context): Iterable<FindingDraft> {
    for (const dropped of droppedIndexes(context)) {
      const { table, columns, name } = dropped;
      const [first] = columns;
      if (first === undefined || sizeOf(table.name, context.settings) === "small") continue;
      const left = leftPaths(dropped, context);
      if (left === null || isServed([first], left)) continue;
      const uses = usesOf(table, first, context).filter((use) => !isServed(use.columns, left));
      const [use] = uses;
      if (use === undefined) continue;
      const more = uses.length === 1 ? "" : ` and ${uses.length - 1} more`;
      yield {
        subject: name,
        reaches: [],
        before: `index on ${table.name} (${columns.join(", ")})`,
        after: null,
        where: dropped.where,
        message: say`\`${name}\` goes, and \`${use.function}\` (${use.where.path}:${use.where.line})${more} looks for rows of \`${table.name}\` by ${codes(use.columns, "and")}`,
        fix: `Keep an index that starts with \`${first}\`, or drop it when no query compares that column any more.`,
      };
    }
  },
});

interface Dropped {
  readonly table: Table;
  readonly name: string;
  readonly columns: IndexColumns;
  readonly where: FindingDraft["where"];
}

/** Indexes that a revision of the change drops, where a model or an earlier revision says what they are on. */
function* droppedIndexes(context: RuleContext): Generator<Dropped> {
  const { before, after } = context;
  for (const { operation, statement, existing } of stepsOf(context)) {
    if (operation.kind !== "drop-index" || !existing) continue;
    for (const table of after.wholeSchema?.().tables.values() ?? []) {
      if (table.confidence !== "high" || (operation.table !== null && operation.table !== table.name))
        continue;
      const columns =
        before
          .wholeSchema?.()
          .tables.get(table.name)
          ?.indexes.find(({ name }) => name === operation.name)?.columns ??
        (operation.table === null ? undefined : revisedColumns(operation.name, table.name, before));
      if (columns === undefined) continue;
      const where = { ...statement.where, side: "after" as const };
      yield { table, name: operation.name, columns, where };
      break;
    }
  }
}

/** Columns of an index as the last revision that made it wrote them. */
function revisedColumns(
  index: string,
  table: string,
  { history }: RuleContext["before"],
): IndexColumns | undefined {
  const made = (history?.([table]) ?? [])
    .flatMap(({ upgrade }) => upgrade)
    .findLast(({ operation }) => operation.kind === "create-index" && operation.name === index)?.operation;
  return made?.kind === "create-index" ? made.columns : undefined;
}

/** What is left to find rows by: the model's indexes, and those of revisions that the change does not drop. */
function leftPaths({ table }: Dropped, context: RuleContext): readonly IndexColumns[] | null {
  const gone = new Set(
    stepsOf(context).flatMap(({ operation }) => (operation.kind === "drop-index" ? [operation.name] : [])),
  );
  const made = new Set(
    stepsOf(context).flatMap(({ operation }) =>
      operation.kind === "create-index" && operation.name !== null ? [operation.name] : [],
    ),
  );
  const isLeft = (name: string | null): boolean => name === null || !gone.has(name) || made.has(name);
  const { history } = context.after;
  return accessPaths(
    { ...table, indexes: table.indexes.filter(({ name }) => isLeft(name)) },
    {
      history: (tables) =>
        (history?.(tables) ?? []).map((body) => ({
          ...body,
          upgrade: body.upgrade.filter(
            ({ operation }) => operation.kind !== "create-index" || isLeft(operation.name),
          ),
        })),
    },
  );
}

/** Statements of the whole repository that compare the column. */
function usesOf(table: Table, column: string, { after }: RuleContext): readonly ColumnFilter[] {
  return (after.code.filtersOn?.([column]) ?? []).filter(
    (filter) => filter.columns.includes(column) && tableOfModel(filter, after)?.name === table.name,
  );
}
