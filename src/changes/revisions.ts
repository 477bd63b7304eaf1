import type { Facts } from "../facts/facts.ts";
import type { Changes } from "./changes.ts";

/** Revisions that were added, removed, or changed in header or operations. */
export function detectRevisionChanges(_before: Facts, _after: Facts): Changes["revisions"] {
  return [];
}
