import { say } from "../../text/sentence.ts";
import { draftFor } from "./migration-rule.ts";
import { stepsBefore, styleRule } from "./style-rule.ts";
import { commandOf, isOpen } from "./transaction-commands.ts";

export const nestedTransaction = styleRule({
  id: "nested-transaction",
  title: "A transaction is begun inside of another",
  why: "PostgreSQL has no nested transactions: the second `BEGIN` does nothing but warn, and the first `COMMIT` ends both. Alembic has begun one before the migration's first statement.",
  fix: "Leave the `BEGIN` out. In Alembic, `with op.get_context().autocommit_block():` ends the transaction and begins another.",
  judge(step, context) {
    if (commandOf(step) !== "BEGIN" || !isOpen(stepsBefore(step, context), step.body)) return null;
    return draftFor(step, {
      subject: "BEGIN",
      before: null,
      after: "nested",
      message: say`\`BEGIN\` stands inside of a transaction: PostgreSQL only warns, and the next \`COMMIT\` ends both`,
      fix: "Leave the `BEGIN` and its `COMMIT` out.",
      confidence: step.statement.confidence,
    });
  },
});
