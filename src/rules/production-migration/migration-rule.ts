import type { FindingDraft } from "../finding.ts";
import { defineRule, type Rule, type RuleContext } from "../rule.ts";
import type { Step } from "./step.ts";
import { stepsOf } from "./steps.ts";

/** A rule about single statements of a migration. */
export interface MigrationRule extends Rule {
  /** What the rule says of one step; null: nothing. */
  readonly judge: (step: Step, context: RuleContext) => FindingDraft | null;
}

/** Declares a rule that looks at each step of the change's new migrations. */
export function migrationRule(
  rule: Pick<MigrationRule, "id" | "title" | "why" | "fix" | "judge">,
): MigrationRule {
  const { judge, ...texts } = rule;
  return {
    ...defineRule({
      ...texts,
      trigger: "production-migration",
      domain: "DBA",
      severity: "error",
      confidence: "high",
      *check(context): Iterable<FindingDraft> {
        for (const step of stepsOf(context)) {
          const draft = judge(step, context);
          if (draft !== null) yield draft;
        }
      },
    }),
    judge,
  };
}

/** A draft about a step; `reaches` is empty, because what a lock reaches is every operation on the table. */
export function draftFor(step: Step, draft: Omit<FindingDraft, "reaches" | "where">): FindingDraft {
  return { ...draft, reaches: [], where: { ...step.statement.where, side: "after" } };
}

/** What only the size of a table makes dangerous decides where the size is known to be large. */
export function severityBySize(step: Step): Pick<FindingDraft, "severity"> {
  return step.size === "large" ? {} : { severity: "warning" };
}
