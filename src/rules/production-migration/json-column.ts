import { advisedColumn, columnStyleRule } from "./style-rule.ts";

export const jsonColumn = columnStyleRule({
  id: "json-column",
  title: "A column is `json` instead of `jsonb`",
  why: "`json` keeps the text: it is parsed for every access, has no index for its keys, and has no equality, so that `SELECT DISTINCT` and `UNION` on the table fail.",
  fix: "Use `postgresql.JSONB()`, unless the exact text matters.",
  judgeColumn: ({ type }) => (type?.name === "json" ? "json" : null),
  reason: "has no equality and no index for its keys",
  advised: (column) => advisedColumn(column, "postgresql.JSONB()"),
});
