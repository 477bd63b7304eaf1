import type { Facts } from "../facts/facts.ts";
import type { Changes } from "./changes.ts";

/** What changed in the models' tables and in the migrations. */
export function detectDatabaseChanges(
  _before: Facts,
  _after: Facts,
): Pick<Changes, "tables" | "columns" | "indexes" | "constraints" | "revisions"> {
  return { tables: [], columns: [], indexes: [], constraints: [], revisions: [] };
}
