import type { Side } from "../facts/location.ts";

export const specialistNames = ["DBA", "BACKEND_ENGINEER", "API_DEVELOPER"] as const;
export type SpecialistName = (typeof specialistNames)[number];

export const reviewers = ["COORD_PLATFORM", ...specialistNames] as const;
export type Reviewer = (typeof reviewers)[number];

/** A checked remark: it quotes a line that exists, else it is not published. */
export interface Remark {
  readonly text: string;
  /** The whole line, without white space around it. */
  readonly quote: string;
  /** On the side `before` only for a line that the change removes. */
  readonly where: { readonly path: string; readonly line: number; readonly side: Side };
  readonly severity: "warning" | "info";
}

/** What became of one specialist (interface.md, JSON `specialists`). */
export interface SpecialistResult {
  readonly name: Reviewer;
  readonly status: "completed" | "not-needed" | "not-run" | "failed";
  /** Why it did not finish; of one that did: what it was not shown, and remarks that were dropped. */
  readonly reason: string | null;
  readonly remarks: readonly Remark[];
  readonly model: string | null;
  readonly tokens: { readonly input: number; readonly output: number } | null;
  readonly usd: number | null;
}
