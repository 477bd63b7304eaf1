import type { Changes } from "../changes/changes.ts";
import type { Domain } from "../domains/domain.ts";
import type { Facts } from "../facts/facts.ts";
import type { RevisionGraph } from "../facts/database.ts";
import type { Confidence } from "../facts/location.ts";
import type { Measurements } from "../facts/measurements/measurement.ts";
import type { RuleIds } from "../settings/configuration.ts";
import type { Settings } from "../settings/settings.ts";
import type { ChangeSet } from "../source/change-set.ts";
import type { Constraint, FindingDraft, Severity, Trigger } from "./finding.ts";

/** Everything that a rule may look at. Rules are pure: the same context gives the same findings in the same order. */
export interface RuleContext {
  readonly changeSet: ChangeSet;
  readonly before: Facts;
  readonly after: Facts;
  /** The revision graph of the live base tip together with the head's revisions. */
  readonly mergedRevisions: RevisionGraph;
  readonly changes: Changes;
  /** Results of load tests, where the workflow gave any. */
  readonly measurements: Measurements;
  readonly settings: Settings;
}

export interface Rule {
  /** File name, page name and `explain` argument. oasdiff's id where it has one. */
  readonly id: string;
  /** Both may be set: a break without a versioning strategy serves a trigger and a constraint. */
  readonly constraint: Constraint | null;
  readonly trigger: Trigger | null;
  /** Null: the gate itself, which belongs to no domain. */
  readonly domain: Domain | null;
  /** The worst that it says; `error` with confidence `high` decides. */
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** A trigger's fact that needs no consent: its escalation is listed as `informed`. Only with severity below `error`. */
  readonly informs: boolean;
  /** It says what could not be read, and no fact of the change: its findings have kind `unknown`. */
  readonly unknown: boolean;
  /** It runs only where `rules:` in the configuration gives it a severity: advice that is a matter of taste. */
  readonly offByDefault: boolean;
  /** One line, sentence case, no full stop. */
  readonly title: string;
  /** Why it matters: one short paragraph of Markdown. */
  readonly why: string;
  /** How to fix it, in general: one short paragraph of Markdown. */
  readonly fix: string;
  readonly check: (context: RuleContext, ruleIds: RuleIds) => Iterable<FindingDraft>;
}

/** Declares a rule; a test holds that its id is its file name and that it has a bad and a good example. */
export function defineRule(
  rule: Omit<Rule, "constraint" | "trigger" | "informs" | "unknown" | "offByDefault"> &
    Partial<Pick<Rule, "constraint" | "trigger" | "informs" | "unknown" | "offByDefault">>,
): Rule {
  return { constraint: null, trigger: null, informs: false, unknown: false, offByDefault: false, ...rule };
}
