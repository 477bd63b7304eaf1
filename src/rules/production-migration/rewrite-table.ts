import { say } from "../../text/sentence.ts";
import { fixWith } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import { lockConfidence } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";

/** Statements whose purpose is a new copy of the table, in words. */
const rewriting: ReadonlyMap<string, string> = new Map([
  ["CLUSTER", "`CLUSTER`"],
  ["VACUUM FULL", "`VACUUM FULL`"],
  ["RECREATE TABLE", '`recreate="always"`'],
  ["ALTER TABLE SET UNLOGGED", "`SET UNLOGGED`"],
  ["ALTER TABLE SET LOGGED", "`SET LOGGED`"],
  ["ALTER TABLE SET TABLE SPACE", "`SET TABLESPACE`"],
]);

export const rewriteTable = migrationRule({
  id: "rewrite-table",
  title: "A table is written anew",
  why: 'CLUSTER, VACUUM FULL, SET LOGGED or UNLOGGED, SET TABLESPACE and Alembic\'s `recreate="always"` copy the whole table under ACCESS EXCLUSIVE: nothing reads or writes it until that is done, and the disk holds both copies.',
  fix: "Leave it out of the migration and use a tool that copies beside the running table (`pg_repack`), in a quiet hour. In batch mode leave `recreate` at `auto`: on PostgreSQL it then alters the table in place.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "other" || step.table === null || !step.existing || step.size === "small")
      return null;
    const text = rewriting.get(operation.command);
    if (text === undefined) return null;
    const isBatch = operation.command === "RECREATE TABLE";
    return draftFor(step, {
      subject: step.table,
      before: null,
      after: operation.command,
      message: say`${text} writes \`${step.table}\` anew: ${whoWaits(step)} until it is${sizeText(step)}`,
      fix: isBatch
        ? fixWith(
            "Alter it in place:",
            `with op.batch_alter_table(${JSON.stringify(step.table)}) as batch_op:`,
          )
        : "Leave it out of the migration: `pg_repack` does the same beside the running table.",
      confidence: lockConfidence(step),
    });
  },
});
