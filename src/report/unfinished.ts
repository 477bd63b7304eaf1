import { version } from "../text/version.ts";
import type { Report } from "./report.ts";

/** What is known of a change whose evaluation could not finish. */
export interface UnfinishedChange {
  readonly title: string;
  readonly base: string;
  readonly baseTip: string;
  readonly mergeBase: string;
  readonly head: string;
}

export const unknownChange: UnfinishedChange = { title: "", base: "", baseTip: "", mergeBase: "", head: "" };

/** A whole report whose verdict is `not-evaluated`: every key is there, and nothing is claimed. */
export function unfinishedReport(change: UnfinishedChange, reason: string): Report {
  return {
    schemaVersion: 1,
    tool: { name: "coord-platform", version },
    change: { ...change, date: "", files: 0, additions: 0, deletions: 0 },
    domains: {
      DBA: [],
      BACKEND: [],
      API: [],
      handoff: { QUALITY: [], FRONTEND: [], OPS: [], ENGINE: [] },
      none: [],
    },
    coverage: { files: 0, analysed: 0, notAnalysed: [], unresolved: [] },
    changes: {
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
    },
    findings: [],
    escalations: [],
    violations: [],
    checks: [],
    performance: { measured: [], expectedLoad: null, database: [] },
    approach: "The evaluation could not finish.",
    handoff: { ARCHITECT: [], COORD_QUALITY: [] },
    specialists: [],
    verdict: { status: "not-evaluated", reasons: [reason] },
    notices: [],
  };
}
