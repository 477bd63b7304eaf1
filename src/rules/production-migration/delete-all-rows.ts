import { say } from "../../text/sentence.ts";
import { executeCode, fixWith, sqlName } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";

export const deleteAllRows = migrationRule({
  id: "delete-all-rows",
  title: "All rows of a table are deleted",
  why: "`DELETE` without `WHERE` and `TRUNCATE` remove every row, and no downgrade brings them back. `TRUNCATE` also keeps readers out until the migration commits.",
  fix: "Delete by a condition that names what has to go, or leave the rows and delete them in a task that can be stopped and repeated.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "modify-rows" || operation.filtered || !step.existing) return null;
    if (operation.verb !== "delete" && operation.verb !== "truncate") return null;
    const table = operation.table ?? "a table that is not known";
    const statement = operation.verb === "delete" ? "`DELETE` has no `WHERE`" : "`TRUNCATE`";
    return draftFor(step, {
      subject: operation.table ?? "?",
      before: "rows",
      after: null,
      message: say`All rows of \`${table}\` are deleted: ${statement}`,
      fix: fixWith(
        "Say which rows have to go:",
        executeCode(`DELETE FROM ${sqlName(operation.table ?? "t")} WHERE …`),
      ),
      confidence: operation.table === null ? "medium" : step.statement.confidence,
    });
  },
});
