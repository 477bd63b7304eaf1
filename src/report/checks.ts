import { factOf } from "../changes/changed.ts";
import type { Changes } from "../changes/changes.ts";
import type { Domains } from "../domains/domain.ts";
import type { NotAnalysed } from "../escalation/escalation.ts";
import type { Facts } from "../facts/facts.ts";
import { alembicCheck } from "../rules/alembic-only/coverage.ts";
import type { Constraint, Finding } from "../rules/finding.ts";
import type { ChangeSet } from "../source/change-set.ts";
import { count } from "../text/words.ts";
import type { Check } from "./report.ts";
import { findCall } from "./test-calls.ts";

export interface CheckInput {
  readonly changeSet: ChangeSet;
  readonly before: Facts;
  readonly after: Facts;
  readonly changes: Changes;
  readonly findings: readonly Finding[];
  readonly domains: Domains;
  readonly unread: readonly NotAnalysed[];
}

/** The five quality checks of the report. A box is ticked only with evidence; unread input makes a check unknown. */
export function qualityChecks(input: CheckInput): readonly Check[] {
  const alembic = alembicCheck(input.changes, input.findings);
  return [
    { check: "alembic-migration", state: alembic.state, evidence: alembic.evidence },
    guarded(input, "async", "async-only", asyncEvidence(input.changes)),
    guarded(input, "pydantic-validation", "pydantic-validation", validationEvidence(input.changes)),
    guarded(input, "sensitive-data", "no-sensitive-data", responseEvidence(input.changes)),
    testsCheck(input),
  ];
}

/** A check that a constraint's findings fail, and that evidence of having looked passes. */
function guarded(
  input: CheckInput,
  check: Check["check"],
  constraint: Constraint,
  evidence: string | null,
): Check {
  const broken = input.findings.filter(
    (finding) => finding.constraint === constraint && finding.severity !== "info",
  );
  if (broken.length > 0) {
    const places = broken.slice(0, 3).map((finding) => `\`${finding.where.path}:${finding.where.line}\``);
    return { check, state: "fail", evidence: [`${count(broken.length, "finding")} in ${places.join(", ")}`] };
  }
  if (evidence === null) return { check, state: "not-applicable", evidence: [] };
  const unread = input.unread.filter((one) => one.decides);
  if (unread.length > 0)
    return { check, state: "unknown", evidence: [`${count(unread.length, "file")} could not be read`] };
  return { check, state: "pass", evidence: [evidence] };
}

function asyncEvidence(changes: Changes): string | null {
  const handlers = changes.operations.filter(
    (change) => change.status !== "removed" && factOf(change).handler.async,
  );
  return handlers.length === 0
    ? null
    : `${count(handlers.length, "async operation")} read, no database call blocks`;
}

function validationEvidence(changes: Changes): string | null {
  const operations = changes.operations.filter((change) => change.status !== "removed").map(factOf);
  const inputs = operations.reduce(
    (sum, one) => sum + one.parameters.length + (one.body === null ? 0 : 1),
    0,
  );
  return inputs === 0
    ? null
    : `${count(inputs, "input")} of ${count(operations.length, "changed operation")} validated`;
}

function responseEvidence(changes: Changes): string | null {
  const operations = changes.operations.filter((change) => change.status !== "removed").length;
  const schemas = changes.schemas.filter((change) => change.status !== "removed").length;
  return operations + schemas === 0
    ? null
    : `${count(operations, "changed operation")} and ${count(schemas, "changed schema")} read`;
}

/** New operations need a test of the change that calls them; other changes of a domain need any changed test. */
function testsCheck(input: CheckInput): Check {
  const { changeSet, changes, domains } = input;
  const tests = domains.handoff.QUALITY;
  const fresh = changes.operations.filter((change) => change.status === "added").map(factOf);
  const missing: string[] = [];
  const evidence: string[] = [];
  for (const operation of fresh) {
    const call = findCall(operation, tests, changeSet.after);
    if (call === null) missing.push(`no test of this change calls \`${operation.key}\``);
    else evidence.push(`\`${call.path}:${call.line}\` calls \`${operation.key}\``);
  }
  if (missing.length > 0) return { check: "tests", state: "fail", evidence: missing };
  if (fresh.length > 0) return { check: "tests", state: "pass", evidence };
  const touched = changes.operations.length + changes.functions.length + changes.schemas.length;
  if (touched === 0) return { check: "tests", state: "not-applicable", evidence: [] };
  return tests.length === 0
    ? { check: "tests", state: "unknown", evidence: ["no test file is part of this change"] }
    : { check: "tests", state: "pass", evidence: [`${count(tests.length, "test file")} changed`] };
}
