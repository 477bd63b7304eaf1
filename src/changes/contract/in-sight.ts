import type { Contract, Operation } from "../../facts/contract.ts";

interface Sides {
  readonly before: Contract;
  readonly after: Contract;
}

/** Paths that could not be read, wholly or in part. */
export interface UnreadPaths {
  readonly before: ReadonlySet<string>;
  readonly after: ReadonlySet<string>;
}

/**
 * Leaves out operations of one side that the other lacks because what includes their router could not be read there:
 * they are neither gone nor new. (What their own module may hide is judged where findings are.) What is left of them on that side, routes of a router that nothing includes, goes too.
 */
export function inSight({ before, after }: Sides, unread: UnreadPaths): Sides {
  const [old, lostAfter] = split(before, after, unread.after);
  const [fresh, lostBefore] = split(after, before, unread.before);
  return {
    before: { ...before, operations: old.filter((operation) => !isRest(operation, lostBefore)) },
    after: { ...after, operations: fresh.filter((operation) => !isRest(operation, lostAfter)) },
  };
}

function split(
  { operations }: Contract,
  other: Contract,
  unread: ReadonlySet<string>,
): readonly [readonly Operation[], readonly Operation[]] {
  if (unread.size === 0) return [operations, []];
  const keys = new Set(other.operations.map(({ key }) => key));
  const lost = operations.filter(
    ({ key, where, wiring = [] }) =>
      !keys.has(key) && wiring.some((path) => path !== where.path && unread.has(path)),
  );
  return [operations.filter((operation) => !lost.includes(operation)), lost];
}

function isRest({ application, handler }: Operation, lost: readonly Operation[]): boolean {
  return application === null && lost.some((other) => other.handler.path === handler.path);
}
