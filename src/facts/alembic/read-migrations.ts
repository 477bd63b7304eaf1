import type { FunctionDefinition } from "../../syntax/python/ast.ts";
import type { Syntax } from "../../syntax/syntax.ts";
import type {
  MigrationBody,
  MigrationEnvironment,
  MigrationStatement,
  Reversal,
  Revision,
  RevisionGraph,
} from "../database.ts";
import type { Unresolved } from "../location.ts";
import type { Project } from "../python/project.ts";
import { readSqlMigrations } from "../sql/migration-files.ts";
import { findSqlMigrations } from "../sql/sql-migrations.ts";
import { topologicalOrder } from "./graph.ts";
import { withLocalImports } from "./local-imports.ts";
import type { Run } from "./record.ts";
import { runFunction } from "./run-migration.ts";

/** Statements of one direction that are read at most. */
const longestRun = 20_000;

/**
 * What the revisions and SQL migrations at `paths` do, in order of the graph; SQL files follow in the order of their
 * tools. `globs` are the configuration's, for SQL migrations in folders of other names.
 */
export function readMigrations(
  project: Project,
  graph: RevisionGraph,
  paths: ReadonlySet<string>,
  syntax: Syntax,
  globs: readonly string[] = [],
): readonly MigrationBody[] {
  const bodies = graph.environments.flatMap((environment) => {
    const read = (revision: Revision, id: string | null): readonly MigrationBody[] => {
      if (!paths.has(revision.path)) return [];
      const header = graph.unresolved.filter(({ where }) => where.path === revision.path);
      return [readBody(project, environment, { path: revision.path, id, header }, syntax)];
    };
    return [
      ...revisionsIn(environment).flatMap((revision) => read(revision, revision.id)),
      ...(environment.unidentified ?? []).flatMap((revision) => read(revision, null)),
    ];
  });
  const scripts = findSqlMigrations(project.snapshot, globs);
  return [...bodies, ...readSqlMigrations(project.snapshot, paths, scripts, syntax.parseSql)];
}

/** Parents before their children; files with an id that another has, last. */
export function revisionsIn(environment: MigrationEnvironment): readonly Revision[] {
  const ordered = topologicalOrder(environment).flatMap((id) => environment.revisions.get(id) ?? []);
  return [...ordered, ...environment.duplicates];
}

function readBody(
  project: Project,
  environment: MigrationEnvironment,
  file: { readonly path: string; readonly id: string | null; readonly header: readonly Unresolved[] },
  syntax: Syntax,
): MigrationBody {
  const { path, id } = file;
  const unresolved: Unresolved[] = [...file.header, ...unreadRegions(project, path)];
  const view = withLocalImports(project, path);
  const upgrade = readDirection(view, environment, path, "upgrade", syntax, unresolved);
  let downgrade: readonly MigrationStatement[] | null = null;
  return {
    path,
    revision: id,
    upgrade,
    // Read when it is asked for: where two versions of a revision are compared, or the upgrade takes something away.
    get downgrade() {
      downgrade ??= readDirection(view, environment, path, "downgrade", syntax, []);
      return downgrade;
    },
    get reversal() {
      if (this.downgrade.length > 0) return "statements";
      return reversalOf(functionsOf(view, path, "downgrade"));
    },
    unresolved,
  };
}

function reversalOf(functions: readonly FunctionDefinition[]): Reversal {
  if (functions.length === 0) return "missing";
  return functions.some(({ body }) => body.some(({ kind }) => kind === "raise")) ? "refusal" : "nothing";
}

function unreadRegions(project: Project, path: string): Unresolved[] {
  return (project.module(path)?.unread ?? []).map(({ reason, line, endLine }) => ({
    where: { path, line, endLine },
    what: `could not be parsed: ${reason}`,
  }));
}

function readDirection(
  project: Project,
  environment: MigrationEnvironment,
  path: string,
  name: "upgrade" | "downgrade",
  syntax: Syntax,
  unresolved: Unresolved[],
): readonly MigrationStatement[] {
  const run: Run = {
    project,
    parseSql: syntax.parseSql,
    dialect: environment.dialect === "sqlite" ? "sqlite" : "postgresql",
    statements: [],
    unresolved,
    segment: environment.autocommit ? null : 0,
    nextSegment: environment.autocommit ? 0 : 1,
    budget: longestRun,
  };
  for (const node of functionsOf(project, path, name)) runFunction(run, path, node);
  return run.statements;
}

/** `upgrade`, or with Alembic's template for several databases `upgrade_engine1`, `upgrade_engine2`, … */
function functionsOf(project: Project, path: string, name: string): readonly FunctionDefinition[] {
  const functions = [...project.bindings(path)].flatMap(([bound, bindings]) => {
    const [binding] = bindings;
    return binding?.kind === "function" ? [{ name: bound, node: binding.node }] : [];
  });
  const own = functions.find((candidate) => candidate.name === name);
  const engines = functions.filter((candidate) => candidate.name.startsWith(`${name}_`));
  const text = own === undefined ? "" : (project.text(path) ?? "").slice(own.node.start, own.node.end);
  if (own !== undefined && !text.includes("globals()")) return [own.node];
  return engines.map((candidate) => candidate.node);
}
