import { say } from "../../text/sentence.ts";
import { draftFor } from "./migration-rule.ts";
import { styleRule } from "./style-rule.ts";
import { commandOf, ends } from "./transaction-commands.ts";
import { stepsOf } from "./steps.ts";

export const transactionLeftOpen = styleRule({
  id: "transaction-left-open",
  title: "A transaction is begun and not ended",
  why: "What was done since the `BEGIN` is rolled back when the connection closes: the migration counts as run, and did nothing.",
  fix: "End the file with `COMMIT`, or leave the `BEGIN` out where the tool runs the file in a transaction.",
  judge(step, context) {
    if (commandOf(step) !== "BEGIN" || step.body.revision !== null) return null;
    const all = stepsOf(context).filter(({ body }) => body === step.body);
    if (
      all.slice(all.indexOf(step) + 1).some((later) => ends(commandOf(later)) || commandOf(later) === "BEGIN")
    )
      return null;
    return draftFor(step, {
      subject: "BEGIN",
      before: null,
      after: "not ended",
      message: say`\`BEGIN\` has no \`COMMIT\`: what follows it is rolled back when the connection closes`,
      fix: "End the file with `COMMIT;`.",
      confidence: step.statement.confidence,
    });
  },
});
