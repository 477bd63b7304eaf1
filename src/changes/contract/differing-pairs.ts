import type { SchemaPair } from "./difference.ts";

/** The pairs from which a difference can be reached: nothing else has to be walked. */
export function pairsThatDiffer(roots: readonly SchemaPair[]): ReadonlySet<SchemaPair> {
  const parents = new Map<SchemaPair, SchemaPair[]>();
  const all = new Set<SchemaPair>(roots);
  for (const pair of all) {
    for (const { pair: inner } of pair.inner) {
      const known = parents.get(inner);
      if (known === undefined) parents.set(inner, [pair]);
      else known.push(pair);
      all.add(inner);
    }
  }
  const differing = new Set([...all].filter((pair) => pair.differences.length > 0));
  for (const pair of differing) for (const parent of parents.get(pair) ?? []) differing.add(parent);
  return differing;
}
