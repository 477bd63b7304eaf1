import { formatPostgresType } from "../../facts/column-types.ts";
import { advisedColumn, columnStyleRule } from "./style-rule.ts";

export const varcharWithLimit = columnStyleRule({
  id: "varchar-with-limit",
  title: "A column is `varchar(n)`",
  why: "`varchar(n)` is no faster than `text`; a value that is longer is refused, and a shorter limit needs a rewrite of the table. A CHECK can be changed without one, and says why the limit is there.",
  fix: "Use `sa.Text()`, with a CHECK on the length where there is a reason for one.",
  judgeColumn: ({ type }) =>
    type?.name === "string" && type.args.length > 0 ? formatPostgresType(type) : null,
  reason: "has a limit that only another change of type moves",
  advised: (column) => advisedColumn(column, "sa.Text()"),
});
