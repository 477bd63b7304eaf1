import type { Level } from "../contract-change.ts";

/** One entry of `diff-contract` (interface.md). */
export interface ContractOccurrence {
  readonly id: string;
  readonly level: Level;
  /** Method; null for a change that belongs to no operation. */
  readonly operation: string | null;
  readonly path: string | null;
  readonly section: "paths" | "security" | "components";
  readonly text: string;
}
