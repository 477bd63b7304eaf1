import { detectChanges } from "./changes/detect.ts";
import { describeChanges } from "./changes/describe.ts";
import { classify } from "./domains/classify.ts";
import { applyAnswers, askedOf } from "./escalation/answers.ts";
import { escalate } from "./escalation/escalate.ts";
import type { Asked, Recorded } from "./escalation/gather.ts";
import { doubtHidden } from "./escalation/hidden.ts";
import { judgeUnread } from "./escalation/unread.ts";
import { mergeRevisionGraphs } from "./facts/alembic/merge-graphs.ts";
import { readRevisions } from "./facts/alembic/read-revisions.ts";
import type { Facts } from "./facts/facts.ts";
import type { Measurements } from "./facts/measurements/measurement.ts";
import { makeProject } from "./facts/python/make-project.ts";
import { changedPaths, readSides } from "./facts/read.ts";
import type { Log } from "./ports/log.ts";
import { buildReport } from "./report/build.ts";
import { qualityChecks } from "./report/checks.ts";
import type { Report } from "./report/report.ts";
import { rules } from "./rules/rules.ts";
import { runRules } from "./rules/run.ts";
import { compareMeasurements } from "./rules/sla-degradation/compare.ts";
import type { ChangeSet } from "./source/change-set.ts";
import type { Policy } from "./source/policy.ts";
import type { Identities } from "./specialists/identity.ts";
import { review, type Deployment } from "./specialists/review.ts";
import type { Syntax } from "./syntax/syntax.ts";
import type { Verdict } from "./verdict/status.ts";
import { decide, lacksSpecialists } from "./verdict/verdict.ts";

/** Everything that a coordination starts from. The entry points choose it; nothing else is looked up on the way. */
export interface Mission {
  readonly title: string;
  /** Name of the base branch as a person knows it. */
  readonly baseName: string;
  readonly changeSet: ChangeSet;
  readonly policy: Policy;
  readonly identities: Identities;
  readonly measurements: Measurements;
  readonly syntax: Syntax;
  readonly log: Log;
  readonly notices: readonly string[];
  readonly specialists: {
    readonly deployment: Deployment;
    /** A needed specialist that did not finish makes the verdict `not-evaluated`. */
    readonly required: boolean;
    readonly model: string;
    readonly maxUsd: number;
    readonly signal: AbortSignal;
  };
  /** Asks GitHub for recorded answers to the given ids; null on the command line, which has no authorities. */
  readonly recordedAnswers: (asked: Asked) => Promise<Recorded | null>;
}

export interface Coordination {
  readonly report: Report;
  readonly verdict: Verdict;
}

/** The whole way, one call a stage: facts → domains → changes → findings → specialists → answers → verdict → report. */
export async function coordinate(mission: Mission): Promise<Coordination> {
  const { changeSet, policy, syntax, log } = mission;
  const { settings } = policy;
  const parsedBefore = syntax.pythonParsed();

  const facts = await log.stage("Facts", () => ({
    ...readSides(changeSet, syntax, settings.database.migrations),
    base: readRevisions(makeProject(changeSet.base, syntax)),
  }));
  const before = facts.before.facts;
  const after = facts.after.facts;
  const domains = classify(changeSet, facts.before, facts.after, settings);
  const changes = detectChanges(before, after, settings);
  const mergedRevisions = mergeRevisionGraphs(facts.base, before.revisions, after.revisions);
  const found = await log.stage("Rules", () =>
    doubtHidden(
      runRules(rules, {
        changeSet,
        before,
        after,
        mergedRevisions,
        changes,
        measurements: mission.measurements,
        settings,
      }),
      { changeSet, after },
    ),
  );
  log.info(`Python files parsed: ${syntax.pythonParsed() - parsedBefore}`);
  const { findings, escalations, violations, notices } = escalate(found, rules, settings, changeSet.baseDate);
  const unread = judgeUnread({ changeSet, before, after, domains });
  const results = await log.stage("Specialists", () =>
    review(
      {
        changeSet,
        domains,
        changes: describeChanges(changes),
        findings,
        identities: mission.identities,
        settings: settings.specialists,
        ...mission.specialists,
      },
      mission.specialists.deployment,
    ),
  );
  const needed = mission.specialists.required;
  const specialistsMissing = lacksSpecialists({ needed, results, waived: false });
  const docket = { escalations, violations, notAnalysed: unread, specialistsMissing };
  const recorded = await log.stage("Answers", () => mission.recordedAnswers(askedOf(docket, settings)));
  const answered = applyAnswers(docket, recorded, settings);
  const verdict = decide({
    ...answered,
    specialists: { needed, results, waived: answered.specialistsWaived !== null },
    unfinished: [],
  });
  const report = buildReport({
    title: mission.title,
    baseName: mission.baseName,
    changeSet,
    domains,
    changes,
    findings,
    escalations: answered.escalations,
    violations: answered.violations,
    notAnalysed: answered.notAnalysed,
    unresolved: unresolvedIn(after, changedPaths(changeSet.files).after),
    checks: qualityChecks({ changeSet, before, after, changes, findings, domains, unread }),
    measured: compareMeasurements(mission.measurements, settings.sla),
    expectedLoad: null,
    specialists: results,
    verdict,
    notices: [...mission.notices, ...policy.notices, ...notices, ...answered.notices],
  });
  return { report, verdict };
}

/** What stayed unresolved in the changed files: elsewhere it stood before the change too. */
function unresolvedIn(facts: Facts, changed: ReadonlySet<string>): Report["coverage"]["unresolved"] {
  return [
    ...facts.contract.unresolved,
    ...facts.schema.unresolved,
    ...facts.revisions.unresolved,
    ...facts.migrations.flatMap((body) => body.unresolved),
  ]
    .filter(({ where }) => changed.has(where.path))
    .map(({ where, what }) => ({ path: where.path, line: where.line, what }));
}
