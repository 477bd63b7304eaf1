import { canonicalJson } from "../text/canonical.ts";
import type { Changed } from "./changes.ts";

/** What makes two facts the same thing on both sides; null where this way of telling does not apply to a fact. */
export type MatchKey<Fact> = (fact: Fact) => string | null;

/**
 * Pairs the facts of both sides, the surest way of telling first: each fact is paired once, in order of the source.
 * What no way pairs was added or removed. `name` is the key that readers see; equal ones get `#2`, `#3`.
 * For facts that have no key of their own because code may move, be renamed and say the same thing twice.
 */
export function matchFacts<Fact>(
  before: readonly Fact[],
  after: readonly Fact[],
  ways: readonly MatchKey<Fact>[],
  name: (fact: Fact) => string,
  same: (fact: Fact) => unknown,
): readonly Changed<Fact>[] {
  const partner = new Map<Fact, Fact>();
  let old = before;
  let fresh = after;
  for (const key of ways) {
    const waiting = groupBy(old, key);
    const taken = new Set<Fact>();
    for (const fact of fresh) {
      const found = key(fact) === null ? undefined : waiting.get(key(fact) ?? "")?.shift();
      if (found === undefined) continue;
      partner.set(fact, found);
      taken.add(found);
    }
    old = old.filter((fact) => !taken.has(fact));
    fresh = fresh.filter((fact) => !partner.has(fact));
  }
  const changes: Changed<Fact>[] = [];
  const counts = new Map<string, number>();
  const keyOf = (fact: Fact) => {
    const count = (counts.get(name(fact)) ?? 0) + 1;
    counts.set(name(fact), count);
    return count === 1 ? name(fact) : `${name(fact)} #${count}`;
  };
  for (const fact of after) {
    const found = partner.get(fact);
    if (found === undefined) changes.push({ status: "added", key: keyOf(fact), before: null, after: fact });
    else if (canonicalJson(same(found)) !== canonicalJson(same(fact)))
      changes.push({ status: "modified", key: keyOf(fact), before: found, after: fact });
  }
  for (const fact of old) changes.push({ status: "removed", key: keyOf(fact), before: fact, after: null });
  return changes.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
}

function groupBy<Fact>(facts: readonly Fact[], key: MatchKey<Fact>): Map<string, Fact[]> {
  const groups = new Map<string, Fact[]>();
  for (const fact of facts) {
    const of = key(fact);
    if (of === null) continue;
    const group = groups.get(of);
    if (group === undefined) groups.set(of, [fact]);
    else group.push(fact);
  }
  return groups;
}
