import type { ChangesDescription } from "../changes/description.ts";
import type { Domains } from "../domains/domain.ts";
import type { Escalation, NotAnalysed, Violation } from "../escalation/escalation.ts";
import type { Finding } from "../rules/finding.ts";
import type { ComparedMeasurement } from "../rules/sla-degradation/compare.ts";
import type { SpecialistResult } from "../specialists/specialist.ts";
import type { VerdictStatus } from "../verdict/status.ts";

/** The one value that every form of the report is rendered from: the JSON of `--format json`, with sentences as data. */
export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: "coord-platform"; readonly version: string };
  readonly change: ReportedChange;
  readonly domains: Domains;
  readonly coverage: {
    readonly files: number;
    readonly analysed: number;
    readonly notAnalysed: readonly NotAnalysed[];
    /** Parts of the contract, schema or migrations that stayed unresolved, in words. */
    readonly unresolved: readonly { readonly path: string; readonly line: number; readonly what: string }[];
  };
  readonly changes: ChangesDescription;
  readonly findings: readonly Finding[];
  readonly escalations: readonly Escalation[];
  readonly violations: readonly Violation[];
  readonly checks: readonly Check[];
  readonly performance: {
    readonly measured: readonly ComparedMeasurement[];
    readonly expectedLoad: string | null;
    readonly database: readonly string[];
  };
  readonly approach: string;
  readonly handoff: { readonly ARCHITECT: readonly string[]; readonly COORD_QUALITY: readonly string[] };
  readonly specialists: readonly SpecialistResult[];
  readonly verdict: { readonly status: VerdictStatus; readonly reasons: readonly string[] };
  /** What a reader should know that decides nothing: first run, missing permission, configuration not yet in force. */
  readonly notices: readonly string[];
}

/** What the report is about; null what is not known of a change whose evaluation could not finish. */
export interface ReportedChange {
  readonly title: string | null;
  readonly base: string | null;
  readonly date: string | null;
  readonly baseTip: string | null;
  readonly mergeBase: string | null;
  readonly head: string | null;
  readonly files: number | null;
  readonly additions: number | null;
  readonly deletions: number | null;
}

export interface Check {
  readonly check: "alembic-migration" | "async" | "pydantic-validation" | "sensitive-data" | "tests";
  readonly state: "pass" | "fail" | "not-applicable" | "unknown";
  readonly evidence: readonly string[];
}
