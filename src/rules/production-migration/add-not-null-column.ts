import { formatPostgresType } from "../../facts/column-types.ts";
import { say } from "../../text/sentence.ts";
import { columnCode, fixWith, quote, tableCode } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";

export const addNotNullColumn = migrationRule({
  id: "add-not-null-column",
  title: "A NOT NULL column without a server default is added to a table with rows",
  why: "PostgreSQL has no value for the rows that are there, and refuses: `column contains null values`. The migration passes on an empty database and fails in production. A Python-side `default=` is never sent to the database.",
  fix: "Give the column a `server_default`, which costs nothing since PostgreSQL 11. Or add it nullable, fill it, and set it NOT NULL in a later release.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "add-column" || !step.existing || step.emptied) return null;
    const { table, column } = operation;
    const hasValue = column.serverDefault !== null || column.identity || column.computedStored;
    if (column.nullable !== false || hasValue) return null;
    const { name, schema } = tableCode(table);
    return draftFor(step, {
      subject: `${table}.${column.name}`,
      before: null,
      after: `${column.type === null ? "?" : formatPostgresType(column.type)} NOT NULL`,
      message: say`\`${table}.${column.name}\` is added NOT NULL without a server default: that fails as soon as \`${table}\` has a row`,
      fix: fixWith(
        "Either give the rows that are there a value:",
        `op.add_column(${name}, ${columnCode(column, "nullable=False", "server_default=...")}${schema})`,
        "",
        "# or add it nullable now,",
        `op.add_column(${name}, ${columnCode(column, "nullable=True")}${schema})`,
        "# and in a later release, when every row has a value:",
        `op.alter_column(${name}, ${quote(column.name)}, nullable=False${schema})`,
      ),
      confidence: step.statement.confidence,
    });
  },
});
