import { say } from "../../text/sentence.ts";
import { describeOperation } from "./describe-operation.ts";
import { draftFor } from "./migration-rule.ts";
import { stepsBefore, styleRule } from "./style-rule.ts";

export const workBeforeAutocommitBlock = styleRule({
  id: "work-before-autocommit-block",
  title: "A revision changes the schema before its autocommit block",
  why: "`autocommit_block()` commits what came before it. When a statement inside fails, the revision counts as not run although half of it is done, and the next attempt fails at the first thing that is there already.",
  fix: "Put what needs the block into a revision of its own, or write what comes before it so that it can be run again (`IF NOT EXISTS`).",
  judge(step, context) {
    if (step.transaction !== null || step.body.revision === null) return null;
    const before = stepsBefore(step, context);
    // The first statement of the block stands for the others.
    if (before.some(({ transaction }) => transaction === null)) return null;
    const done = before.find(({ operation }) => describeOperation(operation) !== null);
    if (done === undefined) return null;
    return draftFor(step, {
      subject: `revision ${step.body.revision}`,
      before: null,
      after: "work before an autocommit block",
      message: say`\`autocommit_block()\` commits what revision \`${step.body.revision}\` did before it (from line ${done.statement.where.line} on): if it fails, half of the revision stays`,
      fix: "Put what needs the block into a revision of its own.",
      confidence: step.statement.confidence,
    });
  },
});
