import { say } from "../../text/sentence.ts";
import { autocommitCode, fixWith } from "../alembic-code.ts";
import { draftFor } from "./migration-rule.ts";
import { styleRule } from "./style-rule.ts";
import { commandOf, ends } from "./transaction-commands.ts";

export const commitInRevision = styleRule({
  id: "commit-in-revision",
  title: "A revision ends Alembic's transaction by SQL",
  why: "Alembic does not see a `COMMIT` or `ROLLBACK` that is sent as SQL: what follows runs without a transaction, the version may be stored or not, and offline mode (`--sql`) nests its transactions wrongly.",
  fix: "Use `with op.get_context().autocommit_block():`, which commits, runs the statements by themselves and begins a new transaction.",
  judge(step) {
    const command = commandOf(step);
    if (command === null || !ends(command) || step.body.revision === null) return null;
    return draftFor(step, {
      subject: `revision ${step.body.revision}`,
      before: null,
      after: command,
      message: say`\`${command}\` ends the transaction that Alembic began, and Alembic does not know`,
      fix: fixWith(
        "Let Alembic commit, and run what has to stand by itself inside:",
        autocommitCode('op.execute("…")'),
      ),
      confidence: step.statement.confidence,
    });
  },
});
