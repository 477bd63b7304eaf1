import type { Settings } from "../../settings/settings.ts";

/**
 * From how many rows on a table counts as large. A scan or an index build reads on the order of a million rows per
 * second, so that below this what waits for the lock waits for about a second, as it does for any deployment.
 */
const largeTable = 1_000_000;

export type TableSize = "large" | "small" | "unknown";

/** Rows of a table as configured, by its qualified or its plain name; null where the configuration does not say. */
export function rowsOf(table: string, { database }: Settings): number | null {
  const plain = table.slice(table.lastIndexOf(".") + 1);
  for (const name of [table, plain]) {
    if (Object.hasOwn(database.tables, name)) return database.tables[name]?.rows ?? null;
  }
  return null;
}

export function sizeOf(table: string, settings: Settings): TableSize {
  const rows = rowsOf(table, settings);
  if (rows === null) return settings.database.assumeLarge ? "large" : "unknown";
  return rows >= largeTable ? "large" : "small";
}
