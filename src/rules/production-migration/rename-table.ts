import { say } from "../../text/sentence.ts";
import { executeCode, fixWith, sqlName } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";

export const renameTable = migrationRule({
  id: "rename-table",
  title: "A table is renamed",
  why: "From the moment of the rename, processes that run the old code fail on every statement that names the table; before it, those that run the new code do. No order of deployment is safe.",
  fix: "Keep the name in the database and rename only the class (`__tablename__` stays), or leave a view under the old name until no running code uses it.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "rename-table" || !step.existing) return null;
    const { table, to } = operation;
    return draftFor(step, {
      subject: table,
      before: table,
      after: to,
      message: say`The table \`${table}\` is renamed to \`${to}\`: running code that names it fails`,
      fix: fixWith(
        "Keep `__tablename__` as it is. Where the name must change, leave a view behind, which takes reads and simple writes, and drop it in a later release:",
        executeCode(`CREATE VIEW ${sqlName(table)} AS SELECT * FROM ${sqlName(to)}`),
      ),
      confidence: step.statement.confidence,
    });
  },
});
