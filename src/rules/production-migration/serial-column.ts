import { formatPostgresType } from "../../facts/column-types.ts";
import { typeCode } from "../alembic-code.ts";
import { advisedColumn, columnStyleRule } from "./style-rule.ts";

const serials: ReadonlyMap<string, string> = new Map([
  ["integer", "serial"],
  ["biginteger", "bigserial"],
  ["smallinteger", "smallserial"],
]);

export const serialColumn = columnStyleRule({
  id: "serial-column",
  title: "A column is `serial` instead of an identity column",
  why: "A serial column is a default on a sequence beside the table: who may insert needs rights on the sequence too, anybody may write another value, and a copied table shares the sequence. An integer primary key without `sa.Identity()` is made as one.",
  fix: "Give the column `sa.Identity()`.",
  judgeColumn: ({ type, serial }) =>
    serial === true && type !== null ? (serials.get(type.name) ?? formatPostgresType(type)) : null,
  reason: "counts by a sequence beside the table",
  advised: (column) => advisedColumn(column, `${typeCode(column.type)}, sa.Identity()`),
});
