import { say } from "../../text/sentence.ts";
import { autocommitCode, fixWith, nameCode, tableCode } from "../alembic-code.ts";
import { concurrentIndexCode } from "./create-index-not-concurrently.ts";
import { draftFor, revisionRule, type MigrationRule } from "./migration-rule.ts";
import { postgresConfidence } from "./step.ts";
import { stepsOf } from "./steps.ts";
import { stepsBefore } from "./style-rule.ts";
import type { MigrationContext } from "./migration-context.ts";
import type { FindingDraft } from "../finding.ts";
import type { Step } from "./step.ts";

export const concurrentIndexIfNotExists: MigrationRule = {
  ...revisionRule({
    id: "concurrent-index-if-not-exists",
    trigger: null,
    severity: "info",
    title: "An invalid index would count as built",
    why: "`CREATE INDEX CONCURRENTLY` that fails (a deadlock, a timeout, two equal rows) leaves an invalid index behind, which slows writes and serves no query. With `IF NOT EXISTS` the next attempt finds it, does nothing and succeeds.",
    fix: "Drop the index `IF EXISTS` first, and build it without `IF NOT EXISTS`.",
    *check(context) {
      for (const step of stepsOf(context)) {
        const draft = judge(step, context);
        if (draft !== null) yield draft;
      }
    },
  }),
  judge,
};

function judge(step: Step, context: MigrationContext): FindingDraft | null {
  const { operation } = step;
  if (operation.kind !== "create-index" || !operation.concurrently || !operation.ifNotExists) return null;
  const { name } = operation;
  const isDropped = stepsBefore(step, context).some(
    ({ operation: other }) => other.kind === "drop-index" && other.name === name,
  );
  if (name === null || isDropped || !step.existing) return null;
  const { name: table, schema } = tableCode(operation.table);
  return draftFor(step, {
    subject: name,
    before: null,
    after: "concurrently if not exists",
    message: say`\`${name}\` is built concurrently \`IF NOT EXISTS\`: what a failed attempt left behind would count as built`,
    fix: fixWith(
      "Remove what a failed attempt left, then build:",
      autocommitCode(
        `op.drop_index(${nameCode(name)}, table_name=${table}, if_exists=True, postgresql_concurrently=True${schema})`,
        concurrentIndexCode(operation),
      ),
    ),
    confidence: postgresConfidence(step),
  });
}
