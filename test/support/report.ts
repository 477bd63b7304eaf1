import type { ChangesDescription } from "../../src/changes/description.ts";
import type { Domains } from "../../src/domains/domain.ts";
import type { Escalation, NotAnalysed, Violation } from "../../src/escalation/escalation.ts";
import type { Report } from "../../src/report/report.ts";
import type { Finding } from "../../src/rules/finding.ts";
import type { SpecialistResult } from "../../src/specialists/specialist.ts";

/** A change that touches nothing; change what a test is about. */
export const noChanges: ChangesDescription = {
  endpoints: [],
  schemas: [],
  tables: [],
  columns: [],
  indexes: [],
  constraints: [],
  migrations: [],
  models: [],
  services: [],
  controllers: [],
  validation: [],
  guards: [],
  middleware: [],
  pool: [],
};

export const noDomains: Domains = {
  DBA: [],
  BACKEND: [],
  API: [],
  handoff: { QUALITY: [], FRONTEND: [], OPS: [], ENGINE: [] },
  none: [],
};

/** A report of a pass with nothing to say. */
export function reportOf(parts: Partial<Report> = {}): Report {
  return {
    schemaVersion: 1,
    tool: { name: "coord-platform", version: "1.0.0" },
    change: {
      title: "Weekly requirements for residents",
      base: "main",
      date: "2026-01-06",
      baseTip: "9be01d4".padEnd(40, "0"),
      mergeBase: "77c0ffe".padEnd(40, "0"),
      head: "3f2a91c".padEnd(40, "0"),
      files: 12,
      additions: 340,
      deletions: 20,
    },
    domains: noDomains,
    coverage: { files: 12, analysed: 12, notAnalysed: [], unresolved: [] },
    changes: noChanges,
    findings: [],
    escalations: [],
    violations: [],
    checks: [],
    performance: { measured: [], expectedLoad: null, database: [] },
    approach: "No backend, database or API change.",
    handoff: { ARCHITECT: [], COORD_QUALITY: [] },
    specialists: [],
    verdict: { status: "pass", reasons: [] },
    notices: [],
    ...parts,
  };
}

export function escalationOf(finding: Finding, parts: Partial<Escalation> = {}): Escalation {
  return {
    id: `ESC-API-${finding.id}`,
    trigger: finding.trigger ?? "breaking-api-change",
    findings: [finding.id],
    authority: "ARCHITECT",
    who: ["alice"],
    state: "open",
    by: null,
    reason: null,
    at: null,
    url: null,
    ...parts,
  };
}

export function violationOf(finding: Finding, parts: Partial<Violation> = {}): Violation {
  return {
    id: `CON-${finding.id}`,
    constraint: finding.constraint ?? "async-only",
    findings: [finding.id],
    authority: "ARCHITECT",
    who: ["alice"],
    state: "open",
    by: null,
    reason: null,
    at: null,
    url: null,
    ...parts,
  };
}

export function unreadOf(parts: Partial<NotAnalysed> = {}): NotAnalysed {
  return {
    path: "app/api/residents.py",
    side: "after",
    reason: "syntax-error",
    line: 7,
    id: "UNK-3T9B0QK7M2XWZ5HC",
    decides: true,
    state: "open",
    by: null,
    why: null,
    ...parts,
  };
}

export function specialistOf(
  name: SpecialistResult["name"],
  parts: Partial<SpecialistResult> = {},
): SpecialistResult {
  return {
    name,
    status: "completed",
    reason: null,
    remarks: [],
    model: "claude-haiku-5-5",
    tokens: { input: 6_000, output: 400 },
    usd: 0.0008,
    ...parts,
  };
}
