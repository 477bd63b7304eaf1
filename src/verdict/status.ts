export const statuses = ["pass", "needs-acknowledgement", "blocked", "not-evaluated"] as const;
export type VerdictStatus = (typeof statuses)[number];

export interface Verdict {
  readonly status: VerdictStatus;
  /** One plain sentence each; empty for a pass. */
  readonly reasons: readonly string[];
  /** The evaluation could not finish: the exit code is that of `not-evaluated`, whatever the status (interface.md, Exit). */
  readonly unfinished: boolean;
}

export const failOnValues = ["blocked", "violations", "never"] as const;
export type FailOn = (typeof failOnValues)[number];
