import { autocommitCode, executeCode, fixWith, sqlName } from "./alembic-code.ts";
import { draftFor, migrationRule, severityBySize } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";

export const blockingStatement = migrationRule({
  id: "blocking-statement",
  title: "Maintenance blocks a table for as long as it takes",
  why: "REINDEX, REFRESH MATERIALIZED VIEW, LOCK TABLE and ATTACH PARTITION keep others out while they read the whole table. REINDEX and REFRESH have a form that does not.",
  fix: "Use `CONCURRENTLY` outside of the transaction. Before ATTACH PARTITION, add a validated CHECK that equals the partition's bounds: then nothing is read.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "other" || step.table === null || !step.existing || step.size === "small")
      return null;
    if (
      !/^(REINDEX \w+|REFRESH MATERIALIZED VIEW|LOCK|ALTER TABLE ATTACH PARTITION)$/.test(operation.command)
    )
      return null;
    const blocked =
      operation.command === "ALTER TABLE ATTACH PARTITION"
        ? (operation.relations[1] ?? step.table)
        : step.table;
    return draftFor(step, {
      subject: blocked,
      before: null,
      after: operation.command,
      message: `\`${operation.command.replace("ALTER TABLE ", "")}\`: ${whoWaits(step, blocked)} until it is done${sizeText(step)}`,
      fix: fixFor(step, operation.command),
      ...severityBySize(step),
      confidence: lockConfidence(step),
    });
  },
});

function fixFor(step: Step, command: string): string {
  const table = sqlName(step.table ?? "");
  if (command.startsWith("REINDEX") || command.startsWith("REFRESH")) {
    return fixWith(
      "Run it beside the others, outside of the transaction:",
      autocommitCode(executeCode(`${command} CONCURRENTLY ${table}`)),
    );
  }
  return command === "LOCK"
    ? "Leave the lock out: what follows takes the lock that it needs."
    : "Add a CHECK that equals the partition's bounds as NOT VALID, validate it outside of the transaction, then attach.";
}
