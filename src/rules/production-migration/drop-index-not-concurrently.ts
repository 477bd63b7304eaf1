import { say } from "../../text/sentence.ts";
import { autocommitCode, fixWith, nameCode, tableCode } from "../alembic-code.ts";
import { draftFor } from "./migration-rule.ts";
import { lockConfidence } from "./step.ts";
import { styleRule } from "./style-rule.ts";

export const dropIndexNotConcurrently = styleRule({
  id: "drop-index-not-concurrently",
  title: "An index is dropped while nobody may read the table",
  why: "`DROP INDEX` takes ACCESS EXCLUSIVE on the table. It is done in a moment, but has to wait for every query that runs, and makes everybody who comes after wait behind it.",
  fix: "Drop it with `postgresql_concurrently=True` inside `autocommit_block()`, or set a `lock_timeout`.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "drop-index" || operation.concurrently || !step.existing) return null;
    if (step.size === "small") return null;
    const table = operation.table === null ? null : tableCode(operation.table);
    const on = table === null ? "" : `, table_name=${table.name}${table.schema}`;
    return draftFor(step, {
      subject: operation.name,
      before: "index",
      after: null,
      message: say`\`${operation.name}\` is dropped under a lock that keeps readers and writers out`,
      fix: fixWith(
        "Drop it beside them:",
        autocommitCode(`op.drop_index(${nameCode(operation.name)}${on}, postgresql_concurrently=True)`),
      ),
      confidence: lockConfidence(step),
    });
  },
});
