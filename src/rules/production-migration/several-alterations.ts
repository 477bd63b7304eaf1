import { say } from "../../text/sentence.ts";
import { executeCode, fixWith, sqlName } from "../alembic-code.ts";
import { draftFor } from "./migration-rule.ts";
import { stepsBefore, styleRule } from "./style-rule.ts";
import type { Step } from "./step.ts";

const alterations: ReadonlySet<string> = new Set([
  "add-column",
  "drop-column",
  "alter-column",
  "add-constraint",
  "drop-constraint",
]);

export const severalAlterations = styleRule({
  id: "several-alterations",
  title: "A table is altered by several statements",
  why: "Each `ALTER TABLE` waits for its lock and, where it has to, reads or writes every row by itself; one statement with several parts does it once. Alembic renders one statement for each operation.",
  fix: "Write the parts as one `ALTER TABLE` in `op.execute`.",
  judge(step, context) {
    if (!isAlteration(step) || step.table === null) return null;
    const before = stepsBefore(step, context).filter(
      (other) => isAlteration(other) && other.table === step.table,
    );
    const statements = new Set(before.map(statementOf));
    // The second statement stands for the further ones.
    if (statements.size !== 1 || statements.has(statementOf(step))) return null;
    const { table } = step;
    return draftFor(step, {
      subject: table,
      before: null,
      after: "altered by several statements",
      message: say`\`${table}\` is altered by more than one statement, each with a lock of its own`,
      fix: fixWith(
        "Write the parts as one statement:",
        executeCode(`ALTER TABLE ${sqlName(table)} ADD COLUMN …, ALTER COLUMN …`),
      ),
      confidence: step.statement.confidence,
    });
  },
});

function isAlteration(step: Step): boolean {
  return step.existing && alterations.has(step.operation.kind);
}

/** Parts of one `ALTER TABLE`, or what Alembic renders for one call, stand at one place. */
function statementOf({ statement, body }: Step): string {
  return body.revision === null ? statement.detail : String(statement.where.line);
}
