import { blockedBy, strongest, type Blocked } from "../../facts/postgresql/locks.ts";
import { say, type Sentence } from "../../text/sentence.ts";
import type { Step } from "./step.ts";

/**
 * What waits for a table while the step runs: `reads and writes of`, `writes to`. Locks are held until the transaction
 * ends, so that those of the statements before it count too.
 */
export function whoWaits(step: Step, table = step.table): Sentence {
  const held = [...step.peers.slice(0, step.peers.indexOf(step)), step];
  const modes = held
    .flatMap(({ lock }) => lock?.locks ?? [])
    .filter((lock) => lock.relation === table)
    .map((lock) => lock.mode);
  const mode = strongest(modes);
  const blocked: Blocked = mode === null ? "nothing" : blockedBy(mode);
  return say`${blocked === "writes" ? "writes to" : `${blocked} of`} \`${table ?? "?"}\` wait`;
}

/** `; 1,200,000 rows (configured)`, `; it counts as large (configured)`, or how to say how large it is. */
export function sizeText(step: Step): string {
  if (step.rows !== null) return `; ${grouped(step.rows)} rows (configured)`;
  return step.size === "large" ? "; tables count as large (configured)" : "; its size is not known";
}

function grouped(number: number): string {
  return String(number).replaceAll(/(?<=\d)(?=(?:\d{3})+$)/g, ",");
}
