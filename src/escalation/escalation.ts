import type { Constraint, Trigger } from "../rules/finding.ts";

type EscalationState = "open" | "acknowledged" | "informed" | "withdrawn" | "refused";

/** One fact that somebody has to decide, or is told of (interface.md, JSON `escalations`). */
export interface Escalation {
  readonly id: string;
  readonly trigger: Trigger;
  readonly findings: readonly string[];
  readonly authority: string;
  /** Logins that may answer, as far as they can be named. */
  readonly who: readonly string[];
  readonly state: EscalationState;
  readonly by: string | null;
  readonly reason: string | null;
  /** `YYYY-MM-DD` of the answer. */
  readonly at: string | null;
  readonly url: string | null;
}

export interface Violation {
  readonly id: string;
  readonly constraint: Constraint;
  readonly findings: readonly string[];
  readonly authority: string;
  readonly who: readonly string[];
  readonly state: "open" | "waived";
  readonly by: string | null;
  readonly reason: string | null;
  readonly at: string | null;
  readonly url: string | null;
}

/** An input that could not be read (interface.md, JSON `coverage.notAnalysed`). */
export interface NotAnalysed {
  readonly path: string;
  readonly side: "before" | "after";
  readonly reason: string;
  readonly line: number | null;
  readonly id: string;
  readonly decides: boolean;
  readonly state: "open" | "waived";
  readonly by: string | null;
  readonly why: string | null;
}
