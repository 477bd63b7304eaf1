import type { CodeFacts } from "./code/code.ts";
import type { Contract } from "./contract.ts";
import type { DatabaseSchema, MigrationBody, RevisionGraph } from "./database.ts";
import type { UnreadReason } from "../source/snapshot.ts";

/** A file, or a part of one, that could not be read on one side. `where.line` is null for a whole file. */
export interface Unread {
  readonly path: string;
  readonly reason: UnreadReason;
  readonly line: number | null;
  readonly endLine: number | null;
}

/** Everything that is known of one side of a change. */
export interface Facts {
  readonly contract: Contract;
  /** The operations of all modules from which the change can be reached by imports; computed when first asked for. */
  readonly reachingContract?: () => Contract;
  /** OpenAPI documents of the snapshot that the change left as they were; read when first asked for. */
  readonly documents?: () => readonly CommittedDocument[];
  readonly schema: DatabaseSchema;
  /** Revision headers of the whole snapshot. */
  readonly revisions: RevisionGraph;
  /** Bodies of the migrations among the changed files, in order of the graph. */
  readonly migrations: readonly MigrationBody[];
  /**
   * Bodies of the snapshot's revisions that name one of these tables, changed or not, in order of the graph: what the
   * database has been through. A revision is read when it is first asked for.
   */
  readonly history?: (tables: readonly string[]) => readonly MigrationBody[];
  /** The tables of all models of the snapshot, not only of those that the change affects; computed when first asked for. */
  readonly wholeSchema?: () => DatabaseSchema;
  /** The models of some tables, wherever they stand in the snapshot. */
  readonly modelsOf?: (tables: readonly string[]) => DatabaseSchema;
  /** `naming_convention` of the models' metadata, template by key; null where none is known. Computed when first asked for. */
  readonly namingConvention?: () => ReadonlyMap<string, string> | null;
  /** Whether application code, revisions and tests aside, has a name as a word: in SQL, in a string, anywhere. */
  readonly mentions?: (name: string) => boolean;
  readonly code: CodeFacts;
  /** Changed files of this side that could not be read, wholly or in part. */
  readonly unread: readonly Unread[];
}

/** An OpenAPI document of the repository. */
export interface CommittedDocument {
  readonly path: string;
  readonly contract: Contract;
}
