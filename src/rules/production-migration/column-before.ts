import { replayMigrations } from "../../facts/alembic/replay.ts";
import type { Column, MigrationBody, Table } from "../../facts/database.ts";
import type { MigrationContext } from "./migration-context.ts";

const known = new WeakMap<MigrationContext, Map<string, Table | null>>();

/**
 * A column as the revisions before the change left it; null where they do not say: the table came about otherwise, or
 * one of the revisions that name it does something that could not be read. Models may differ from the database, and do
 * not count.
 */
export function columnBefore(table: string, column: string, context: MigrationContext): Column | null {
  return tableBefore(table, context)?.columns.get(column) ?? null;
}

/** The same for a table with all of its columns. */
export function tableBefore(table: string, context: MigrationContext): Table | null {
  const tables = known.get(context) ?? new Map<string, Table | null>();
  known.set(context, tables);
  let found = tables.get(table);
  if (found === undefined) {
    found = replayed(table, context);
    tables.set(table, found);
  }
  return found;
}

function replayed(table: string, context: MigrationContext): Table | null {
  const bodies = context.before.history?.([table]) ?? [];
  if (bodies.some(isPartlyUnread)) return null;
  const replayed = replayMigrations(bodies).tables.get(table);
  return replayed?.confidence === "high" ? replayed : null;
}

/** Statements under a condition may not have run. */
function isPartlyUnread({ upgrade, unresolved }: MigrationBody): boolean {
  return (
    unresolved.length > 0 ||
    upgrade.some(({ operation, confidence }) => operation.kind === "unknown" || confidence !== "high")
  );
}
