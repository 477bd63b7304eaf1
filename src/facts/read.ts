import type { Snapshot } from "../source/snapshot.ts";
import type { Syntax } from "../syntax/syntax.ts";
import { readMigrations } from "./alembic/read-migrations.ts";
import { readRevisions } from "./alembic/read-revisions.ts";
import { readCode } from "./code/read-code.ts";
import type { Facts } from "./facts.ts";
import { readContract } from "./fastapi/read-contract.ts";
import { makeProject } from "./python/make-project.ts";
import type { Project } from "./python/project.ts";
import type { ReadScope } from "./scope.ts";
import { readSchema } from "./sqlalchemy/read-schema.ts";
import { findUnread } from "./unread.ts";

/** One side of a change: its modules and the facts that the change can affect. */
export interface SideFacts {
  readonly project: Project;
  readonly facts: Facts;
}

/** Reads everything about one side that the changed files can affect. */
export function readSide(snapshot: Snapshot, changed: ReadonlySet<string>, syntax: Syntax): SideFacts {
  const project = makeProject(snapshot, syntax);
  const affected = project.affectedBy([...changed].filter((path) => path.endsWith(".py")));
  const scope: ReadScope = { changed, affected };
  const contract = readContract(project, scope);
  const revisions = readRevisions(project);
  return {
    project,
    facts: {
      contract,
      schema: readSchema(project, scope),
      revisions,
      migrations: readMigrations(project, revisions, changed, syntax),
      code: readCode(project, scope, contract, syntax),
      unread: findUnread(project, changed),
    },
  };
}
