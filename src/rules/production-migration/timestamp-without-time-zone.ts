import { advisedColumn, columnStyleRule } from "./style-rule.ts";

export const timestampWithoutTimeZone = columnStyleRule({
  id: "timestamp-without-time-zone",
  title: "A column is `timestamp` without a time zone",
  why: "`timestamp` stores what a clock on a wall says: which moment that was depends on who wrote it. `timestamptz` stores the moment, in the same eight bytes.",
  fix: "Use `sa.DateTime(timezone=True)`.",
  judgeColumn: ({ type }) =>
    type?.name === "datetime" && !type.args.includes("timezone") ? "timestamp" : null,
  reason: "does not say which moment is meant",
  advised: (column) => advisedColumn(column, "sa.DateTime(timezone=True)"),
});
