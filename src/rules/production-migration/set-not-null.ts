import { say } from "../../text/sentence.ts";
import { fixWith } from "../alembic-code.ts";
import { draftFor, migrationRule, severityBySize } from "./migration-rule.ts";
import { notNullCode } from "./not-null-code.ts";
import { isCertainFailure } from "./set-not-null-without-values.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";

export const setNotNull = migrationRule({
  id: "set-not-null",
  title: "A column is set NOT NULL while the table is locked",
  why: "`SET NOT NULL` reads every row under ACCESS EXCLUSIVE: not even a SELECT gets through until it is done. It fails when a single row holds NULL.",
  fix: "Add `CHECK (column IS NOT NULL) NOT VALID`, validate it outside of the transaction, and set NOT NULL: PostgreSQL 12 and later take the valid check as proof and read nothing.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "alter-column" || operation.nullable !== false || !step.existing) return null;
    if (step.wasNotNull || step.provenNotNull || step.size === "small" || isCertainFailure(step)) return null;
    const { table, column } = operation;
    return draftFor(step, {
      subject: `${table}.${column}`,
      before: "NULL",
      after: "NOT NULL",
      message: say`\`${table}.${column}\` becomes NOT NULL: ${whoWaits(step)} while every row is checked${updateText(step)}${sizeText(step)}`,
      fix: fixWith("Let a check that is validated on its own prove it first:", ...notNullCode(table, column)),
      ...severityBySize(step),
      confidence: lockConfidence(step),
    });
  },
});

/** An UPDATE before it in the same transaction keeps its rows locked until the end. */
function updateText(step: Step): string {
  const before = step.peers.slice(0, step.peers.indexOf(step));
  const updated = before.some(
    ({ operation }) =>
      operation.kind === "modify-rows" && operation.verb === "update" && operation.table === step.table,
  );
  return updated ? ", and the `UPDATE` before it in the same transaction keeps its locks until then" : "";
}
