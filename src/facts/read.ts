import type { FileChange } from "../ports/git.ts";
import type { ChangeSet } from "../source/change-set.ts";
import type { Syntax } from "../syntax/syntax.ts";
import { once } from "../text/once.ts";
import { readMigrations } from "./alembic/read-migrations.ts";
import { topologicalOrder } from "./alembic/graph.ts";
import { readRevisions } from "./alembic/read-revisions.ts";
import { isMentioned } from "./code/mentions.ts";
import { readCode } from "./code/read-code.ts";
import type { MigrationBody, RevisionGraph } from "./database.ts";
import { scopesOf, type ChangedPaths } from "./change-scope.ts";
import type { Facts } from "./facts.ts";
import { readContract } from "./fastapi/read-contract.ts";
import {
  hasChangedDocuments,
  readChangedDocuments,
  readUnchangedDocuments,
  type DeclaredSide,
} from "./openapi/documents.ts";
import { makeProject } from "./python/make-project.ts";
import type { Project } from "./python/project.ts";
import { wholeScope, type Scopes } from "./scope.ts";
import { readNamingConvention } from "./sqlalchemy/naming-convention.ts";
import { readModelsOf } from "./sqlalchemy/models-of-tables.ts";
import { readSchema } from "./sqlalchemy/read-schema.ts";
import { findSqlMigrations } from "./sql/sql-migrations.ts";
import { findUnread } from "./unread.ts";

/** One side of a change: its modules and the facts that the change can affect. */
export interface SideFacts {
  readonly project: Project;
  readonly facts: Facts;
}

/** The paths of the changed files on both sides. */
export function changedPaths(files: readonly FileChange[]): ChangedPaths {
  return {
    before: new Set(files.flatMap((file) => file.previousPath ?? [])),
    after: new Set(files.filter((file) => file.status !== "removed").map((file) => file.path)),
  };
}

/**
 * Reads everything that the changed files can affect. Both sides are read in the same scope, the union of what each
 * side's imports say: a fact that only one side left out would look like one that was removed. `globs` say where SQL
 * migrations lie besides.
 */
export function readSides(
  changeSet: Pick<ChangeSet, "before" | "after" | "files">,
  syntax: Syntax,
  globs: readonly string[] = [],
): { readonly before: SideFacts; readonly after: SideFacts } {
  const changed = changedPaths(changeSet.files);
  const before = makeProject(changeSet.before, syntax);
  const after = makeProject(changeSet.after, syntax);
  const scopes = scopesOf(before, after, changed);
  // The source says what is served; only where there is none, the documents are asked.
  const documents =
    hasChangedDocuments(changeSet) && !usesFastApi(before) && !usesFastApi(after)
      ? readChangedDocuments(changeSet)
      : null;
  return {
    before: readSide(before, scopes.before, syntax, globs, documents?.before),
    after: readSide(after, scopes.after, syntax, globs, documents?.after),
  };
}

/** Whether any module imports FastAPI; texts alone are looked at. */
function usesFastApi(project: Project): boolean {
  return project.paths.some((path) =>
    /^[ \t]{0,40}(?:from|import) (?:fastapi|fastapi_\w{1,40})\b/m.test(project.text(path) ?? ""),
  );
}

function readSide(
  project: Project,
  { own: scope, reaching, wide }: Scopes,
  syntax: Syntax,
  globs: readonly string[],
  declared: DeclaredSide | undefined,
): SideFacts {
  const contract = declared?.contract ?? readContract(project, scope);
  // Operations that reach a changed function may stand where nothing else is affected.
  const callers = once(() =>
    declared !== undefined || reaching === scope.affected ? contract : readContract(project, wide()),
  );
  const revisions = readRevisions(project);
  return {
    project,
    facts: {
      contract,
      reachingContract: callers,
      documents: once(() => readUnchangedDocuments(project.snapshot, scope.changed)),
      schema: readSchema(project, scope),
      revisions,
      migrations: readMigrations(project, revisions, scope.changed, syntax, globs),
      modelsOf: (tables) => readModelsOf(project, tables),
      wholeSchema: once(() => readSchema(project, wholeScope(project.paths))),
      mentions: (name) => isMentioned(project, name),
      namingConvention: once(() => readNamingConvention(project)),
      history: historyReader(project, revisions, syntax, globs),
      code: readCode(project, { ...scope, affected: reaching }, { contract, callers }, syntax),
      unread: [...findUnread(project, scope.changed), ...(declared?.unread ?? [])],
    },
  };
}

/** Headers and names tell the order of the migrations, their texts which tables they name; few bodies have to be read. */
function historyReader(
  project: Project,
  graph: RevisionGraph,
  syntax: Syntax,
  globs: readonly string[],
): (tables: readonly string[]) => readonly MigrationBody[] {
  const bodies = new Map<string, readonly MigrationBody[]>();
  const order = once(() => orderedPaths(project, graph, globs));
  return (tables) => {
    const names = tables.map((table) => table.slice(table.lastIndexOf(".") + 1));
    const paths = order().filter((path) => {
      const file = project.snapshot.read(path);
      return file.kind === "text" && names.some((name) => mentions(file.text, name));
    });
    const unread = new Set(paths.filter((path) => !bodies.has(path)));
    const read = unread.size === 0 ? [] : readMigrations(project, graph, unread, syntax, globs);
    for (const path of unread)
      bodies.set(
        path,
        read.filter((body) => body.path === path),
      );
    return paths.flatMap((path) => bodies.get(path) ?? []);
  };
}

/** Whether a text has a table's name, also as a part of another one (`ix_users_email`), but not `users` in `superusers2`. */
function mentions(text: string, name: string): boolean {
  for (let at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
    const around = [text.charAt(at - 1), text.charAt(at + name.length)];
    if (!around.some((character) => /[A-Za-z0-9]/.test(character))) return true;
  }
  return false;
}

/** Revisions in order of the graph; where there are none, SQL migrations in the order of their tools. */
function orderedPaths(
  project: Project,
  { environments }: RevisionGraph,
  globs: readonly string[],
): readonly string[] {
  const revisions = environments.flatMap((environment) =>
    topologicalOrder(environment).flatMap((id) => environment.revisions.get(id)?.path ?? []),
  );
  if (revisions.length > 0) return revisions;
  const scripts = findSqlMigrations(project.snapshot, globs);
  return scripts.inOrder([...project.snapshot.entries.keys()].filter(scripts.has));
}
