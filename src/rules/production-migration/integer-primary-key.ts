import { formatPostgresType } from "../../facts/column-types.ts";
import { advisedColumn, columnStyleRule } from "./style-rule.ts";

export const integerPrimaryKey = columnStyleRule({
  id: "integer-primary-key",
  title: "A key that counts up is `integer` or `smallint`",
  why: "`integer` ends at 2,147,483,647, also by rows that were deleted or rolled back. A wider key later rewrites the table and every table that refers to it.",
  fix: "Use `sa.BigInteger()`, in the columns that refer to it too.",
  judgeColumn: ({ type, primaryKey, identity, foreignKey }) =>
    (type?.name === "integer" || type?.name === "smallinteger") &&
    (primaryKey || identity) &&
    foreignKey === null
      ? formatPostgresType(type)
      : null,
  reason: "runs out of values",
  advised: (column) =>
    advisedColumn(column, column.serial === true ? "sa.BigInteger()" : "sa.BigInteger(), sa.Identity()"),
});
