import { say } from "../../text/sentence.ts";
import { autocommitCode, executeCode, fixWith, sqlName } from "../alembic-code.ts";
import { draftFor, migrationRule, severityBySize } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText } from "./words.ts";

export const validateInSameTransaction = migrationRule({
  id: "validate-in-same-transaction",
  title: "A constraint is validated in the transaction that added it",
  why: "`NOT VALID` is there to let go of the strong lock before the rows are read. In one transaction the lock of ADD CONSTRAINT is held until the validation is done, so that nothing is gained. Alembic runs all revisions of one `upgrade head` in one transaction unless `transaction_per_migration` is set.",
  fix: "Validate inside `autocommit_block()`, which commits what came before it.",
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "validate-constraint" || !step.existing || step.size === "small") return null;
    if (!addsConstraintBefore(step)) return null;
    const { table, name } = operation;
    return draftFor(step, {
      subject: name,
      before: null,
      after: `validated in the transaction that adds it to ${table}`,
      message: say`\`${name}\` is validated in the transaction that adds it: the lock on \`${table}\` is held while every row is read${sizeText(step)}`,
      fix: fixWith(
        "Commit before it reads the rows:",
        autocommitCode(executeCode(`ALTER TABLE ${sqlName(table)} VALIDATE CONSTRAINT ${sqlName(name)}`)),
      ),
      ...severityBySize(step),
      confidence: lockConfidence(step),
    });
  },
});

function addsConstraintBefore(step: Step): boolean {
  const { operation } = step;
  return (
    operation.kind === "validate-constraint" &&
    step.peers
      .slice(0, step.peers.indexOf(step))
      .some(
        ({ operation: other }) =>
          other.kind === "add-constraint" && other.name === operation.name && other.table === operation.table,
      )
  );
}
