import type { Changes } from "../changes/changes.ts";
import { factOf } from "../changes/changed.ts";
import type { ChangesDescription } from "../changes/description.ts";
import { domains as domainNames, type Domain, type Domains } from "../domains/domain.ts";
import type { Escalation, NotAnalysed, Violation } from "../escalation/escalation.ts";
import type { Finding } from "../rules/finding.ts";
import type { ChangeSet } from "../source/change-set.ts";
import type { SpecialistResult } from "../specialists/specialist.ts";
import type { Verdict } from "../verdict/status.ts";
import { redactAll } from "../text/secrets.ts";
import { writeSentence } from "../text/sentence.ts";
import { version } from "../text/version.ts";
import { describeChanges } from "../changes/describe.ts";
import type { Check, Report } from "./report.ts";
import { count, list } from "../text/words.ts";

/** What the stages before the report found. */
export interface ReportInput {
  readonly title: string;
  /** Name of the base branch as a person knows it. */
  readonly baseName: string;
  readonly changeSet: ChangeSet;
  readonly domains: Domains;
  readonly changes: Changes;
  readonly findings: readonly Finding[];
  readonly escalations: readonly Escalation[];
  readonly violations: readonly Violation[];
  readonly notAnalysed: readonly NotAnalysed[];
  readonly unresolved: Report["coverage"]["unresolved"];
  readonly checks: readonly Check[];
  readonly measured: Report["performance"]["measured"];
  readonly expectedLoad: string | null;
  readonly specialists: readonly SpecialistResult[];
  readonly verdict: Verdict;
  readonly notices: readonly string[];
}

/** The one report value. What looks like a secret in the code that it repeats is not published again. */
export function buildReport(input: ReportInput): Report {
  return redactAll(wholeReport(input));
}

function wholeReport(input: ReportInput): Report {
  const { changeSet } = input;
  const described = describeChanges(input.changes);
  const unreadFiles = new Set(
    input.notAnalysed.filter((unread) => unread.line === null).map((unread) => unread.path),
  );
  return {
    schemaVersion: 1,
    tool: { name: "coord-platform", version },
    change: {
      title: input.title,
      base: input.baseName,
      date: changeSet.headDate,
      baseTip: changeSet.base.commit,
      mergeBase: changeSet.before.commit,
      head: changeSet.after.commit,
      files: changeSet.files.length,
      additions: sum(changeSet.files.map((file) => file.additions)),
      deletions: sum(changeSet.files.map((file) => file.deletions)),
    },
    domains: input.domains,
    coverage: {
      files: changeSet.files.length,
      analysed: changeSet.files.length - changeSet.files.filter((file) => unreadFiles.has(file.path)).length,
      notAnalysed: input.notAnalysed,
      unresolved: input.unresolved,
    },
    changes: described,
    findings: input.findings,
    escalations: input.escalations,
    violations: input.violations,
    checks: input.checks,
    performance: {
      measured: input.measured,
      expectedLoad: input.expectedLoad,
      database: databaseImpact(input.changes),
    },
    approach: approach(input, described),
    handoff: handoff(input),
    specialists: input.specialists,
    verdict: { status: input.verdict.status, reasons: input.verdict.reasons },
    notices: input.notices,
  };
}

/** Who was needed for what, in one sentence. */
function approach({ domains }: ReportInput, changes: ChangesDescription): string {
  const touched = domainNames.filter((domain) => domains[domain].length > 0);
  if (touched.length === 0) return "No backend, database or API change.";
  const parts = touched.map((domain) => {
    const { specialist, counted } = deployments[domain];
    const numbers = counted.flatMap(([part, singular, plural]) =>
      changes[part].length === 0 ? [] : [count(changes[part].length, singular, plural)],
    );
    return `${specialist} for ${list(numbers) || count(domains[domain].length, "file")}`;
  });
  return `${parts.join("; ")}.`;
}

const deployments = {
  DBA: {
    specialist: "DBA",
    counted: [
      ["migrations", "migration", "migrations"],
      ["tables", "table", "tables"],
      ["pool", "pool setting", "pool settings"],
    ],
  },
  BACKEND: {
    specialist: "BACKEND_ENGINEER",
    counted: [
      ["services", "service", "services"],
      ["controllers", "controller", "controllers"],
      ["middleware", "middleware setting", "middleware settings"],
    ],
  },
  API: {
    specialist: "API_DEVELOPER",
    counted: [
      ["endpoints", "operation", "operations"],
      ["schemas", "schema", "schemas"],
      ["guards", "guard", "guards"],
    ],
  },
} as const satisfies Record<
  Domain,
  {
    readonly specialist: string;
    readonly counted: readonly (readonly [keyof ChangesDescription, string, string])[];
  }
>;

function handoff(input: ReportInput): Report["handoff"] {
  const byId = new Map(input.findings.map((finding) => [finding.id, finding]));
  const architect = input.escalations
    .filter(({ state }) => state !== "acknowledged" && state !== "informed")
    .flatMap((escalation) =>
      escalation.findings
        .flatMap((id) => byId.get(id) ?? [])
        .map(({ message }) => `${escalation.id}: ${writeSentence(message)}`),
    );
  const tests = input.checks.find((check) => check.check === "tests");
  const untested = tests?.state === "fail" || tests?.state === "unknown" ? tests.evidence : [];
  return { ARCHITECT: architect, COORD_QUALITY: untested };
}

/** What the migrations and settings of the change mean for the database, as facts. */
function databaseImpact(changes: Changes): readonly string[] {
  const lines: string[] = [];
  const statements = changes.revisions.flatMap((change) => change.after?.body?.upgrade ?? []);
  const indexes = statements.filter((statement) => statement.operation.kind === "create-index").length;
  const dropped = statements.filter((statement) => statement.operation.kind === "drop-index").length;
  if (indexes > 0) lines.push(`${count(indexes, "index", "indexes")} added`);
  if (dropped > 0) lines.push(`${count(dropped, "index", "indexes")} dropped`);
  for (const change of changes.settings) {
    if (factOf(change).category !== "pool") continue;
    lines.push(
      `connection pool: \`${change.key}\` ${change.before?.value ?? "unset"} → ${change.after?.value ?? "unset"}`,
    );
  }
  return lines;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
