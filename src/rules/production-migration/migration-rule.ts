import type { RuleIds } from "../../settings/configuration.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule, type Rule } from "../rule.ts";
import type { MigrationContext } from "./migration-context.ts";
import type { Step } from "./step.ts";
import { stepsOf } from "./steps.ts";

/** A rule that looks at nothing but migrations, so that `check-migrations` can run it by itself. */
export interface RevisionRule extends Rule {
  readonly check: (context: MigrationContext, ruleIds: RuleIds) => Iterable<FindingDraft>;
}

/** A rule about single statements of a migration. */
export interface MigrationRule extends RevisionRule {
  /** What the rule says of one step; null: nothing. */
  readonly judge: (step: Step, context: MigrationContext) => FindingDraft | null;
}

/** Declares a rule about revisions as such: their graph, their history, what can be read of them. */
export function revisionRule(
  rule: Pick<RevisionRule, "id" | "title" | "why" | "fix" | "check"> &
    Partial<Pick<RevisionRule, "severity" | "trigger" | "unknown" | "offByDefault">>,
): RevisionRule {
  const { check } = rule;
  return {
    ...defineRule({
      trigger: "production-migration",
      domain: "DBA",
      severity: "error",
      confidence: "high",
      ...rule,
    }),
    check,
  };
}

/** Declares a rule that looks at each step of the change's new migrations. */
export function migrationRule(
  rule: Pick<MigrationRule, "id" | "title" | "why" | "fix" | "judge">,
): MigrationRule {
  const { judge, ...texts } = rule;
  const declared = revisionRule({
    ...texts,
    *check(context) {
      const found = stepsOf(context).flatMap((step) => {
        const draft = judge(step, context);
        return draft === null ? [] : [{ step, draft }];
      });
      for (const { step, draft } of found) {
        if (!isTwin(step, draft, found)) yield draft;
      }
    },
  });
  return { ...declared, judge };
}

/**
 * A repository that runs on PostgreSQL or SQLite has each migration twice, and a deployment runs one of them: what
 * both do is said of PostgreSQL.
 */
function isTwin(
  { environment }: Step,
  { subject, before, after }: FindingDraft,
  found: readonly { readonly step: Step; readonly draft: FindingDraft }[],
): boolean {
  if (environment?.dialect !== "sqlite") return false;
  return found.some(
    ({ step, draft }) =>
      step.environment !== null &&
      step.environment.dialect !== "sqlite" &&
      draft.subject === subject &&
      draft.before === before &&
      draft.after === after,
  );
}

/** A draft about a step; `reaches` is empty, because what a lock reaches is every operation on the table. */
export function draftFor(step: Step, draft: Omit<FindingDraft, "reaches" | "where">): FindingDraft {
  return { ...draft, reaches: [], where: { ...step.statement.where, side: "after" } };
}

/** What only the size of a table makes dangerous decides where the size is known to be large. */
export function severityBySize(step: Step): Pick<FindingDraft, "severity"> {
  return step.size === "large" ? {} : { severity: "warning" };
}
