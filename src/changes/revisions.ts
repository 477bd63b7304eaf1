import { headerOf } from "../facts/alembic/merge-graphs.ts";
import type { MigrationBody, MigrationStatement, Revision } from "../facts/database.ts";
import type { Facts } from "../facts/facts.ts";
import { canonicalJson } from "../text/canonical.ts";
import { compareByKey } from "./changed.ts";
import type { Changes, RevisionFact } from "./changes.ts";

/**
 * Revisions that were added, removed, or changed in header or operations. A revision is known by its id: a renamed
 * file, another layout or a comment is no change. An SQL migration has no id but its name.
 */
export function detectRevisionChanges(before: Facts, after: Facts): Changes["revisions"] {
  return compareByKey(factsOf(before), factsOf(after), sameFact).filter(
    (change) => change.status !== "modified" || !isUnread(change.before, change.after),
  );
}

/** Bodies are read where a file changed: where one side could not be read, only the headers can differ. */
function isUnread(before: RevisionFact, after: RevisionFact): boolean {
  if ((before.body === null) === (after.body === null)) return false;
  return canonicalJson(headerOf(before.revision)) === canonicalJson(headerOf(after.revision));
}

/** Key `<id>`, or `<id> in <environment>` where the id stands in several environments. */
function factsOf(facts: Facts): ReadonlyMap<string, RevisionFact> {
  const bodies = new Map(facts.migrations.map((body) => [body.path, body]));
  const revisions = new Map<string, RevisionFact>();
  for (const environment of facts.revisions.environments) {
    for (const revision of environment.revisions.values()) {
      const key = revisions.has(revision.id) ? `${revision.id} in ${environment.path}` : revision.id;
      revisions.set(key, { revision, body: bodies.get(revision.path) ?? null });
    }
  }
  for (const body of facts.migrations) {
    if (body.revision !== null) continue;
    const name = migrationName(body.path);
    const key = revisions.has(name) ? body.path : name;
    revisions.set(key, { revision: sqlRevision(name, body), body });
  }
  return revisions;
}

/** `V2__add_users.sql`; Prisma names the folder and calls every file the same. */
function migrationName(path: string): string {
  const parts = path.split("/");
  const file = parts.at(-1) ?? path;
  return file === "migration.sql" || file === "up.sql" || file === "down.sql"
    ? parts.slice(-2).join("/")
    : file;
}

function sqlRevision(name: string, body: MigrationBody): Revision {
  const where = { path: body.path, line: 1, endLine: 1 };
  return { id: name, down: [], dependsOn: [], branchLabels: [], path: body.path, where };
}

function sameFact({ revision, body }: RevisionFact): unknown {
  return { header: headerOf(revision), body: body === null ? null : bodyOf(body) };
}

function bodyOf(body: MigrationBody): unknown {
  return {
    upgrade: body.upgrade.map(statementOf),
    downgrade: body.downgrade.map(statementOf),
    unresolved: body.unresolved.map((unresolved) => unresolved.what),
  };
}

function statementOf({ operation, segment, detail }: MigrationStatement): unknown {
  // `existing_type` describes what is there and reaches no database but MySQL.
  const said = operation.kind === "alter-column" ? { ...operation, existingType: null } : operation;
  return { operation: said, segment, detail };
}
