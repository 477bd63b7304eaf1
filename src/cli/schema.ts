import { normalizeExpression } from "../facts/alembic/column-definition.ts";
import { readMigrations } from "../facts/alembic/read-migrations.ts";
import { readRevisions } from "../facts/alembic/read-revisions.ts";
import { replayMigrations } from "../facts/alembic/replay.ts";
import type { DatabaseSchema } from "../facts/database.ts";
import type { Project } from "../facts/python/project.ts";
import { wholeScope } from "../facts/scope.ts";
import { findSqlMigrations } from "../facts/sql/sql-migrations.ts";
import { printSchema } from "../facts/sqlalchemy/print-schema.ts";
import { readSchema } from "../facts/sqlalchemy/read-schema.ts";
import type { Log } from "../ports/log.ts";
import type { Arguments } from "./arguments.ts";
import { readProject } from "./contract.ts";
import { policyOf } from "./local-change.ts";
import { deliverJson } from "./output.ts";
import type { Terminal } from "../ports/terminal.ts";
import type { Syntax } from "../syntax/syntax.ts";

/** `schema`: the tables that the models declare, or that the migrations make, as JSON. */
export async function schemaCommand(args: Arguments, terminal: Terminal, log: Log): Promise<number> {
  const { project, syntax } = await readProject(args, log);
  const schema =
    args.get("from") === "migrations"
      ? replayedSchema(project, policyOf(args, project.snapshot).settings.database.migrations, syntax)
      : readSchema(project, wholeScope(project.paths));
  for (const one of schema.unresolved) log.warning(`${one.where.path}:${one.where.line}: ${one.what}`);
  deliverJson(
    printSchema(schema, (sql) => normalizeExpression(sql, syntax.parseSql)),
    args,
    terminal,
  );
  return 0;
}

/**
 * Alembic's revisions, replayed; without any the SQL migrations in the order of their tools. An environment for SQLite is
 * left out where another one is there: both make the same tables.
 */
function replayedSchema(project: Project, globs: readonly string[], syntax: Syntax): DatabaseSchema {
  const graph = readRevisions(project);
  const postgres = graph.environments.filter(({ dialect }) => dialect !== "sqlite");
  const environments = postgres.length > 0 ? postgres : graph.environments;
  const paths = environments.flatMap(({ revisions }) => [...revisions.values()].map(({ path }) => path));
  const scripts = [...project.snapshot.entries.keys()].filter(findSqlMigrations(project.snapshot, globs).has);
  const wanted = new Set(paths.length > 0 ? paths : scripts);
  return replayMigrations(readMigrations(project, { ...graph, environments }, wanted, syntax, globs));
}
