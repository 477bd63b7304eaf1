import { say } from "../../text/sentence.ts";
import { executeCode, fixWith, quote, sqlName, tableCode } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import type { Step } from "./step.ts";

export const setNotNullWithoutValues = migrationRule({
  id: "set-not-null-without-values",
  title: "A new column is set NOT NULL before its rows have values",
  why: "The change adds the column nullable and without a default, so that it is NULL in every row, and sets it NOT NULL with no UPDATE in between. That passes on an empty database and fails in production.",
  fix: "Fill the column between the two steps, or give it a `server_default` when it is added.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "alter-column" || !isCertainFailure(step)) return null;
    const { table, column } = operation;
    const { name, schema } = tableCode(table);
    return draftFor(step, {
      subject: `${table}.${column}`,
      before: "NULL",
      after: "NOT NULL",
      message: say`\`${table}.${column}\` is NULL in every row when it becomes NOT NULL: that fails as soon as \`${table}\` has a row`,
      fix: fixWith(
        "Fill it first:",
        executeCode(`UPDATE ${sqlName(table)} SET ${sqlName(column)} = …`),
        `op.alter_column(${name}, ${quote(column)}, nullable=False${schema})`,
      ),
      confidence: step.statement.confidence,
    });
  },
});

/** SET NOT NULL on a column that this change added to an existing table, without a default and without any row written since. */
export function isCertainFailure(step: Step): boolean {
  const { operation, added } = step;
  if (operation.kind !== "alter-column" || operation.nullable !== false || !step.existing) return false;
  if (added === null || step.backfilled || step.emptied || step.provenNotNull) return false;
  return added.serverDefault === null && !added.identity && !added.computedStored;
}
