import type { Changes } from "../../changes/changes.ts";
import type { MigrationBody, SchemaOperation } from "../../facts/database.ts";
import { canonicalJson } from "../../text/canonical.ts";
import { writeSentence } from "../../text/sentence.ts";
import type { Finding } from "../finding.ts";
import { covers, sameTable } from "./covers.ts";
import { columnsOf, modelDeltas, reversed, type ModelDelta } from "./model-delta.ts";

/** What the migrations of a change do: operations that it adds, and operations that it takes away. */
export interface MigrationDelta {
  readonly added: readonly SchemaOperation[];
  readonly removed: readonly SchemaOperation[];
}

/** The operations of the changed migrations, without those that both sides have. */
export function migrationDelta(
  before: readonly MigrationBody[],
  after: readonly MigrationBody[],
): MigrationDelta {
  const old = before.flatMap(operationsOf);
  const fresh = after.flatMap(operationsOf);
  const known = new Set(fresh.map(canonicalJson));
  return { added: fresh, removed: old.filter((operation) => !known.has(canonicalJson(operation))) };
}

function operationsOf(body: MigrationBody): readonly SchemaOperation[] {
  return body.upgrade.map((statement) => statement.operation);
}

/** A model's change is covered by a revision that makes it, or by the removal of one that made the opposite. */
function isCovered(delta: ModelDelta, migrations: MigrationDelta): boolean {
  return covers(delta, migrations.added) || covers(reversed(delta), migrations.removed);
}

/**
 * What the models ask and no migration of the change does. The columns, indexes and keys of a new table are asked for
 * one by one once its `create_table` is there; what stands on a column that is itself missing is not listed beside it.
 */
export function uncoveredDeltas(
  deltas: readonly ModelDelta[],
  migrations: MigrationDelta,
): readonly ModelDelta[] {
  const asked = deltas.flatMap((delta) => [delta, ...partsOf(delta, migrations)]);
  const missing = asked.filter((delta) => !isCovered(delta, migrations));
  return missing.filter((delta) => !missing.some((other) => other !== delta && explains(other, delta)));
}

/** The parts of a new table, where the revision that makes it says what it makes. */
function partsOf(delta: ModelDelta, migrations: MigrationDelta): readonly ModelDelta[] {
  if (delta.kind !== "create-table") return [];
  const { table } = delta;
  const described = migrations.added.some(
    (one) => one.kind === "create-table" && one.columns.length > 0 && sameTable(one.table, table.name),
  );
  if (!described) return [];
  return [
    ...[...table.columns.values()].map((column): ModelDelta => ({ kind: "add-column", table, column })),
    ...table.indexes.map((index): ModelDelta => ({ kind: "add-index", table, index })),
    ...table.constraints
      .filter((constraint) => constraint.kind === "unique" || constraint.kind === "foreign-key")
      .map((constraint): ModelDelta => ({ kind: "add-constraint", table, constraint })),
  ];
}

/** The missing revision for a column also lacks what stands on the column. */
function explains(cause: ModelDelta, delta: ModelDelta): boolean {
  if (cause.kind !== "add-column" && cause.kind !== "drop-column") return false;
  if (cause.table.name !== delta.table.name) return false;
  const { name } = cause.column;
  if (!("index" in delta) && !("constraint" in delta)) return false;
  return columnsOf(delta).some((column) => column.split(/\W/u).includes(name));
}

// ── the report's check ─────────────────────────────────────────────────────────────────────────────────────────

export interface CheckResult {
  readonly state: "pass" | "fail" | "not-applicable" | "unknown";
  /** Plain sentences without a full stop; identifiers in backticks. */
  readonly evidence: readonly string[];
}

/** "Alembic migration created": which revisions cover which changes of the models, or what is missing. */
export function alembicCheck(changes: Changes, findings: readonly Finding[]): CheckResult {
  const broken = findings.filter(
    (finding) => finding.constraint === "alembic-only" && finding.severity !== "info",
  );
  const certain = broken.filter((finding) => finding.severity === "error" && finding.confidence === "high");
  if (certain.length > 0)
    return { state: "fail", evidence: certain.map(({ message }) => writeSentence(message)) };
  if (broken.length > 0)
    return { state: "unknown", evidence: broken.map(({ message }) => writeSentence(message)) };
  const revisions = changes.revisions.filter((change) => change.status !== "removed");
  const deltas = modelDeltas(changes);
  if (changes.revisions.length === 0) return { state: "not-applicable", evidence: [] };
  const evidence = revisions.map((change) => {
    const body = change.after?.body ?? null;
    const before = change.before?.body ?? null;
    const migrations = migrationDelta(before === null ? [] : [before], body === null ? [] : [body]);
    const covered = deltas.filter((delta) => isCovered(delta, migrations)).length;
    return `revision \`${change.key}\` ${covered === 0 ? "changes no model" : `covers ${howMany(covered, deltas.length)}`}`;
  });
  const unread = revisions.some((change) => change.after?.body === null);
  return {
    state: unread ? "unknown" : "pass",
    evidence: evidence.length === 0 ? removedEvidence(changes) : evidence,
  };
}

function removedEvidence(changes: Changes): readonly string[] {
  return changes.revisions.map((change) => `revision \`${change.key}\` is removed`);
}

/** "the model change", "both model changes", "3 of 5 model changes". */
function howMany(covered: number, all: number): string {
  if (covered < all) return `${covered} of ${all} model changes`;
  if (all === 1) return "the model change";
  return all === 2 ? "both model changes" : `all ${all} model changes`;
}
