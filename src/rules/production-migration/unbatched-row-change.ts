import { executeCode, fixWith, sqlName } from "../alembic-code.ts";
import { blockedBy } from "../../facts/postgresql/locks.ts";
import { say } from "../../text/sentence.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText } from "./words.ts";

export const unbatchedRowChange = migrationRule({
  id: "unbatched-row-change",
  title: "Rows are changed in one go inside the migration's transaction",
  why: "One UPDATE or DELETE over a whole table keeps every row that it touches locked until the migration commits, and what the same transaction locks for its schema change stays locked for as long: the migration holds up every writer, often every reader.",
  fix: "Change the schema in the migration and the rows outside of it, in batches that commit. Where the rows have to be right before the next step, put that step into a later revision.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "modify-rows" || operation.table === null || !step.existing) return null;
    const changes = operation.verb === "update" || (operation.verb === "delete" && operation.filtered);
    if (!changes || operation.selective || step.size === "small" || step.emptied) return null;
    const held = lockedBy(step);
    // Alone in its transaction, what has a condition may be a few rows: only a known size tells.
    if (held === null && step.size !== "large" && operation.filtered) return null;
    if (isRepeated(step)) return null;
    const { table } = operation;
    const verb = operation.verb === "update" ? "UPDATE" : "DELETE";
    const others = held === null ? "" : say`, and \`${held}\` stays locked by the schema change for as long`;
    const decides = step.size === "large" && held !== null;
    return draftFor(step, {
      subject: table,
      before: null,
      after: `${verb} in one transaction`,
      message: say`\`${verb}\` of \`${table}\` in one go keeps its rows locked until the migration commits${others}${sizeText(step)}`,
      fix: fixWith(
        "Change the rows in batches that commit, outside of the migration:",
        executeCode(
          `${verb === "UPDATE" ? `UPDATE ${sqlName(table)} SET …` : `DELETE FROM ${sqlName(table)}`} WHERE id BETWEEN … AND …`,
        ),
      ),
      ...(decides ? {} : { severity: "warning" as const }),
      confidence: lockConfidence(step),
    });
  },
});

/** A relation that the same transaction locks against writes for its schema, or null. */
function lockedBy(step: Step): string | null {
  for (const peer of step.peers) {
    if (!peer.existing || peer.operation.kind === "modify-rows") continue;
    const lock = peer.lock?.locks.find(({ mode }) => blockedBy(mode) !== "nothing");
    if (lock !== undefined) return lock.relation;
  }
  return null;
}

/** One cause, one finding: the first such statement for the table in its transaction stands for the others. */
function isRepeated(step: Step): boolean {
  const { operation } = step;
  const first = step.peers.find(
    ({ operation: other, statement }) =>
      other.kind === "modify-rows" &&
      operation.kind === "modify-rows" &&
      other.table === operation.table &&
      other.verb === operation.verb &&
      !other.selective &&
      statement.confidence === step.statement.confidence,
  );
  return first !== undefined && first !== step;
}
