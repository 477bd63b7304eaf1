import { isScriptPath, isTestPath } from "../../source/file-kind.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

export const runtimeSchemaChange = defineRule({
  id: "runtime-schema-change",
  constraint: "alembic-only",
  domain: "DBA",
  severity: "error",
  confidence: "high",
  title: "Application code changes the database schema itself",
  why: "`create_all` makes tables that no revision knows, skips the ones that exist without looking at their columns, and leaves Alembic's version table behind the truth: the next revision fails on a database that has what it wants to create. DDL sent by the application runs at a time that nobody chose, under locks that nobody planned.",
  fix: "Let Alembic do it: a revision in `versions/`, and `alembic upgrade head` where the deployment starts. Tests, seeds and scripts may keep their `create_all`.",
  *check({ changes, after }): Iterable<FindingDraft> {
    if (!after.revisions.environments.some((environment) => environment.revisions.size > 0)) return;
    for (const change of changes.runtimeDdl) {
      if (change.status !== "added") continue;
      const { what, function: name, where, confidence } = change.after;
      const beside = isBesideApplication(where.path);
      yield {
        subject: `${name} › ${what}`,
        reaches: [],
        before: null,
        after: what,
        where: { ...where, side: "after" },
        message: say`\`${what}\` in \`${name}\` changes the schema without Alembic`,
        fix: "Move it into a revision, and run `alembic upgrade head` before the application starts.",
        confidence: beside ? "low" : confidence,
      };
    }
  },
});

const seeding =
  /(?:^|[/_])(?:seeds?|seeding|fixtures?|initial_data|init_db|db_init|setup_db|bootstrap)(?:[/_.]|$)/u;

/** Tests, scripts, examples, seeds and migrations set up databases of their own. */
function isBesideApplication(path: string): boolean {
  return (
    isTestPath(path) ||
    isScriptPath(path) ||
    seeding.test(path) ||
    /(?:^|\/)(?:migrations?|alembic|versions)\//u.test(path)
  );
}
