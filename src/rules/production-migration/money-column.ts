import { advisedColumn, columnStyleRule } from "./style-rule.ts";

export const moneyColumn = columnStyleRule({
  id: "money-column",
  title: "A column is `money`",
  why: "`money` has the currency and the decimals of the server's `lc_monetary`: the same bytes are another amount on another server.",
  fix: "Use `sa.Numeric(precision, scale)`, and a column for the currency where there is more than one.",
  judgeColumn: ({ type }) => (type?.name === "money" ? "money" : null),
  reason: "means what the server's locale says",
  advised: (column) => advisedColumn(column, "sa.Numeric(12, 2)"),
});
