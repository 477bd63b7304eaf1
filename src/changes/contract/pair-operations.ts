import type { Operation } from "../../facts/contract.ts";

type Pair = readonly [Operation | null, Operation | null];

/**
 * Which operation of one side is which of the other: by key, and where several applications serve the same key, by
 * application, then handler, then order. Pairs come in order of their keys.
 */
export function pairOperations(before: readonly Operation[], after: readonly Operation[]): readonly Pair[] {
  const old = byKey(before);
  const fresh = byKey(after);
  return [...new Set([...old.keys(), ...fresh.keys()])]
    .sort()
    .flatMap((key) => pairEqualKeys(old.get(key) ?? [], fresh.get(key) ?? []));
}

function pairEqualKeys(before: readonly Operation[], after: readonly Operation[]): readonly Pair[] {
  const pairs: Pair[] = [];
  let removed = [...before];
  let added = [...after];
  const pairUp = (fits: (old: Operation, fresh: Operation) => boolean) => {
    for (const old of removed) {
      const partner = added.find((fresh) => fits(old, fresh));
      if (partner === undefined) continue;
      pairs.push([old, partner]);
      removed = removed.filter((operation) => operation !== old);
      added = added.filter((operation) => operation !== partner);
    }
  };
  if (before.length > 1 || after.length > 1) {
    pairUp((a, b) => a.application === b.application && a.handler.name === b.handler.name);
    pairUp((a, b) => a.application === b.application);
    pairUp((a, b) => a.handler.name === b.handler.name);
  }
  pairUp(() => true);
  return [
    ...pairs,
    ...removed.map((operation): Pair => [operation, null]),
    ...added.map((operation): Pair => [null, operation]),
  ];
}

function byKey(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const groups = new Map<string, Operation[]>();
  for (const operation of operations) {
    const group = groups.get(operation.key);
    if (group === undefined) groups.set(operation.key, [operation]);
    else group.push(operation);
  }
  return groups;
}
