import { formatPostgresType } from "../../facts/column-types.ts";
import { advisedColumn, columnStyleRule } from "./style-rule.ts";

export const charColumn = columnStyleRule({
  id: "char-column",
  title: "A column is `char(n)`",
  why: "`char(n)` pads values with spaces up to its length and drops them again in comparisons and conversions. It is no faster than `text` and takes more room (PostgreSQL manual, 8.3).",
  fix: "Use `sa.Text()`, with a CHECK on the length where it has to be exact.",
  judgeColumn: ({ type }) => (type?.name === "char" ? formatPostgresType(type) : null),
  reason: "pads its values with spaces",
  advised: (column) => advisedColumn(column, "sa.Text()"),
});
