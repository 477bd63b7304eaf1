import { findSqlMigrations } from "../../facts/sql/sql-migrations.ts";
import { isScriptPath, isTestPath } from "../../source/file-kind.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule, type RuleContext } from "../rule.ts";

export const sqlOutsideMigrations = defineRule({
  id: "sql-outside-migrations",
  constraint: "alembic-only",
  domain: "DBA",
  severity: "warning",
  confidence: "high",
  title: "A new SQL file changes the schema beside Alembic",
  why: "A file of DDL that no revision runs is applied by hand, at another time on every database, and nobody can tell afterwards on which. Alembic's version table then says less than what is there.",
  fix: "Put the statements into a revision (`op.execute`), or let a revision read the file. A dump or a set-up of a test database belongs into the tests.",
  *check(context): Iterable<FindingDraft> {
    const { environments } = context.after.revisions;
    if (!environments.some((environment) => environment.revisions.size > 0)) return;
    for (const { status, path } of context.changeSet.files) {
      if (status !== "added" || !path.endsWith(".sql") || isElsewhere(path, context)) continue;
      const file = context.changeSet.after.read(path);
      const found = file.kind === "text" ? firstSchemaChange(file.text) : null;
      if (found === null) continue;
      const name = path.slice(path.lastIndexOf("/") + 1);
      yield {
        subject: `${name} › ${found.statement}`,
        reaches: [],
        before: null,
        after: found.statement,
        where: { path, line: found.line, endLine: found.line, side: "after" },
        message: say`\`${name}\` changes the schema (\`${found.statement}\`), and no revision runs it`,
        fix: "Put its statements into a revision with `op.execute`.",
      };
    }
  },
});

const setUp =
  /(?:^|[/_.-])(?:init|initdb|seeds?|fixtures?|dumps?|docker|docker-entrypoint-initdb\.d|examples?)(?:[/_.-]|$)/u;

/** Migrations of any tool, tests, scripts, set-ups of a fresh database, and files that a revision of the change names. */
function isElsewhere(path: string, context: RuleContext): boolean {
  const migrations = findSqlMigrations(context.changeSet.after, context.settings.database.migrations);
  if (migrations.has(path) || isTestPath(path) || isScriptPath(path) || setUp.test(path)) return true;
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (context.after.revisions.environments.some((environment) => isBelow(path, environment.path)))
    return true;
  return context.after.migrations.some((body) => {
    const file = context.changeSet.after.read(body.path);
    return file.kind === "text" && file.text.includes(name);
  });
}

/** `folder` is "" for an environment at the root of the repository: then only its `versions` hold migrations. */
function isBelow(path: string, folder: string): boolean {
  return folder === "" ? path.startsWith("versions/") : path.startsWith(`${folder}/`);
}

const schemaChange =
  /^[ \t]*((?:create|alter|drop)[ \t]+(?:or[ \t]+replace[ \t]+)?(?:unique[ \t]+)?(?:unlogged[ \t]+)?(?:table|index|type|schema|sequence|domain|view|materialized[ \t]+view))\b/iu;

/** The first statement of DDL that stands at the start of a line. What `pg_dump` wrote says what is, not what to do. */
function firstSchemaChange(text: string): { readonly statement: string; readonly line: number } | null {
  if (text.slice(0, 500).includes("PostgreSQL database dump")) return null;
  for (const [at, line] of text.split("\n").entries()) {
    const [, statement] = schemaChange.exec(line.slice(0, 200)) ?? [];
    if (statement !== undefined) {
      const words = statement
        .toUpperCase()
        .split(/[ \t]+/u)
        .join(" ");
      return { statement: words, line: at + 1 };
    }
  }
  return null;
}
