import { redactSecrets } from "../text/secrets.ts";
import { version } from "../text/version.ts";
import type { Report, ReportedChange } from "./report.ts";

/** What is known of a change whose evaluation could not finish. */
export type UnfinishedChange = Pick<ReportedChange, "title" | "base" | "baseTip" | "mergeBase" | "head">;

export const unknownChange: UnfinishedChange = {
  title: null,
  base: null,
  baseTip: null,
  mergeBase: null,
  head: null,
};

/** A whole report whose verdict is `not-evaluated`: every key is there, and nothing is claimed. */
export function unfinishedReport(change: UnfinishedChange, reason: string): Report {
  return {
    schemaVersion: 1,
    tool: { name: "coord-platform", version },
    change: { ...change, date: null, files: null, additions: null, deletions: null },
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
    verdict: { status: "not-evaluated", reasons: [redactSecrets(reason)] },
    notices: [],
  };
}
