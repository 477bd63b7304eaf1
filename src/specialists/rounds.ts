import type { Identity } from "./identity.ts";
import type { Reviewer, SpecialistName } from "./specialist.ts";

/**
 * Who runs together: each round waits for the one before. Two specialists share a round when both cards allow it
 * (`parallel.beside`), none of them waits for one that has not answered (`parallel.after`), and no card's batch is
 * exceeded.
 */
export function rounds(
  needed: readonly SpecialistName[],
  cards: ReadonlyMap<Reviewer, Identity>,
): readonly (readonly SpecialistName[])[] {
  const result: (readonly SpecialistName[])[] = [];
  let left = needed;
  while (left.length > 0) {
    const ready = left.filter((name) => !cards.get(name)?.after.some((other) => left.includes(other)));
    const round: SpecialistName[] = [];
    for (const name of ready) if (fits(name, round, cards)) round.push(name);
    // Cards that wait for each other are refused when they are loaded; without that, nobody would ever run.
    const next = round.length > 0 ? round : left;
    result.push(next);
    left = left.filter((name) => !next.includes(name));
  }
  return result;
}

function fits(
  name: SpecialistName,
  round: readonly SpecialistName[],
  cards: ReadonlyMap<Reviewer, Identity>,
): boolean {
  const card = cards.get(name);
  const together = [...round, name].map((one) => cards.get(one)?.batchSize ?? 1);
  return (
    round.length < Math.min(...together) &&
    round.every((other) => card?.beside.includes(other) && cards.get(other)?.beside.includes(name))
  );
}
