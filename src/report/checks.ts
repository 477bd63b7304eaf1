import { factOf } from "../changes/changed.ts";
import type { Changes } from "../changes/changes.ts";
import type { Domains } from "../domains/domain.ts";
import type { NotAnalysed } from "../escalation/escalation.ts";
import type { Operation } from "../facts/contract.ts";
import type { Facts } from "../facts/facts.ts";
import { alembicCheck } from "../rules/alembic-only/coverage.ts";
import type { Constraint, Finding } from "../rules/finding.ts";
import type { ChangeSet } from "../source/change-set.ts";
import { capped, count, list } from "../text/words.ts";
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
    (finding) => finding.introduced && finding.constraint === constraint && finding.severity !== "info",
  );
  if (broken.length > 0) {
    const { shown, more } = capped(broken, 3);
    const places = shown.map((finding) => `\`${finding.where.path}:${finding.where.line}\``);
    const rest = more > 0 ? [`${more} more`] : [];
    return {
      check,
      state: "fail",
      evidence: [`${count(broken.length, "finding")}: ${list([...places, ...rest])}`],
    };
  }
  if (evidence === null) return { check, state: "not-applicable", evidence: [] };
  const unread = unreadPlaces(input, check);
  return unread > 0
    ? { check, state: "unknown", evidence: [`${count(unread, "place")} could not be read`] }
    : { check, state: "pass", evidence: [evidence] };
}

/** Files that could not be read, and parts of the contract in changed files that stayed unresolved. */
function unreadPlaces({ unread, after, changeSet }: CheckInput, check: Check["check"]): number {
  const files = new Set(unread.filter((one) => one.decides).map((one) => one.path)).size;
  if (check === "async") return files;
  const changed = new Set(changeSet.files.map((file) => file.path));
  return files + after.contract.unresolved.filter(({ where }) => changed.has(where.path)).length;
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
    : `${count(inputs, "input")} of ${count(operations.length, "changed operation")}, none without validation`;
}

function responseEvidence(changes: Changes): string | null {
  const operations = changes.operations.filter((change) => change.status !== "removed").length;
  const schemas = changes.schemas.filter((change) => change.status !== "removed").length;
  const read = [
    ...(operations === 0 ? [] : [count(operations, "changed operation")]),
    ...(schemas === 0 ? [] : [count(schemas, "changed schema")]),
  ];
  return read.length === 0 ? null : `${list(read)} read`;
}

/** New operations need a test of the change that calls them; other changes of a domain need any changed test. */
function testsCheck(input: CheckInput): Check {
  const { changeSet, changes, domains } = input;
  const tests = domains.handoff.QUALITY;
  const fresh = changes.operations.filter((change) => change.status === "added").map(factOf);
  const touched = changes.operations.length + changes.functions.length + changes.schemas.length;
  const result = (state: Check["state"], evidence: readonly string[]): Check => ({
    check: "tests",
    state,
    evidence,
  });
  if (touched === 0) return result("not-applicable", []);
  if (tests.length === 0) {
    return fresh.length > 0
      ? result("fail", [`no test of this change calls ${operationList(fresh)}`])
      : result("unknown", ["no test file is part of this change"]);
  }
  if (fresh.length === 0) return result("pass", [`${count(tests.length, "test file")} changed`]);
  const calls = fresh.map((operation) => [operation, findCall(operation, tests, changeSet.after)] as const);
  const missing = calls.filter(([, call]) => call === null).map(([operation]) => operation);
  return missing.length > 0
    ? result("unknown", [`no call of ${operationList(missing)} found in the tests of this change`])
    : result(
        "pass",
        calls.map(([operation, call]) => `\`${call?.path}:${call?.line}\` calls \`${operation.key}\``),
      );
}

const mostOperations = 5;

function operationList(operations: readonly Operation[]): string {
  const { shown, more } = capped(operations, mostOperations);
  return list([...shown.map(({ key }) => `\`${key}\``), ...(more > 0 ? [`${more} more`] : [])], "or");
}
