import { canonicalJson } from "../text/canonical.ts";
import type { Changed } from "./changes.ts";

/**
 * Compares two sets of facts by key. `same` is the part of a fact that counts (positions in the source do not).
 * The answer is in order of the keys.
 */
export function compareByKey<Fact>(
  before: ReadonlyMap<string, Fact>,
  after: ReadonlyMap<string, Fact>,
  same: (fact: Fact) => unknown,
): readonly Changed<Fact>[] {
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  const changes: Changed<Fact>[] = [];
  for (const key of keys) {
    const old = before.get(key);
    const fresh = after.get(key);
    if (old === undefined && fresh !== undefined) {
      changes.push({ status: "added", key, before: null, after: fresh });
    } else if (old !== undefined && fresh === undefined) {
      changes.push({ status: "removed", key, before: old, after: null });
    } else if (old !== undefined && fresh !== undefined) {
      if (canonicalJson(same(old)) !== canonicalJson(same(fresh))) {
        changes.push({ status: "modified", key, before: old, after: fresh });
      }
    }
  }
  return changes;
}

/** The fact as it stands now; for a removed one as it stood. */
export function factOf<Fact>(change: Changed<Fact>): Fact {
  return change.status === "removed" ? change.before : change.after;
}
