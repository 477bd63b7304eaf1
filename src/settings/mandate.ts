/** The coordinator's mandate in names: what it may never set aside, what it must escalate, and what it looks at. */

export const constraints = [
  "alembic-only",
  "async-only",
  "pydantic-validation",
  "no-sensitive-data",
  "versioned-breaking-changes",
] as const;
export type Constraint = (typeof constraints)[number];

export const triggers = [
  "breaking-api-change",
  "production-migration",
  "auth-change",
  "sla-degradation",
  "cross-service",
  "gate-change",
] as const;
export type Trigger = (typeof triggers)[number];

/** The short names of triggers, in `ESC-<short>-<16>` and in `escalation.routes`. */
export const shortNames: Readonly<Record<Trigger, string>> = {
  "breaking-api-change": "API",
  "production-migration": "DB",
  "auth-change": "AUTH",
  "sla-degradation": "PERF",
  "cross-service": "XSVC",
  "gate-change": "GATE",
};

/** Who answers where no route says otherwise. */
export const architect = "ARCHITECT";
