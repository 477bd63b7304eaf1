import type { Changes } from "../../changes/changes.ts";
import type { RevisionGraph } from "../../facts/database.ts";
import type { Facts } from "../../facts/facts.ts";
import type { Settings } from "../../settings/settings.ts";

/** The part of a rule's context that is about migrations. */
export interface MigrationContext {
  readonly before: Pick<Facts, "revisions" | "schema" | "wholeSchema" | "history" | "mentions">;
  readonly after: Pick<Facts, "revisions" | "schema" | "migrations" | "namingConvention" | "wholeSchema">;
  readonly changes: Pick<Changes, "revisions">;
  /** The revision graph of the live base tip together with the head's revisions. */
  readonly mergedRevisions: RevisionGraph;
  readonly settings: Settings;
}
