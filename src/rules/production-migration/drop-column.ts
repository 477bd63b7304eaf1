import { say, type Sentence } from "../../text/sentence.ts";
import { fixWith, quote, tableCode } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import type { MigrationContext } from "./migration-context.ts";
import type { Step } from "./step.ts";
import { tableBefore } from "./column-before.ts";
import { isGuarded } from "./guarded.ts";
import { tableOf } from "./steps.ts";

export const dropColumn = migrationRule({
  id: "drop-column",
  title: "A column is dropped",
  why: "The values are lost for good: a downgrade makes an empty column. SQLAlchemy names every mapped column in its SELECT and INSERT, so processes that still run the old code fail on every query of the table until they are replaced.",
  fix: 'First release models without the column (`deferred` or removed), then drop it in a later release. For a rename, keep the database\'s name and map it: `new: Mapped[str] = mapped_column("old")`.',
  judge(step, context) {
    const { operation } = step;
    if (operation.kind !== "drop-column" || !step.existing || step.added !== null) return null;
    const { table, column } = operation;
    const { name, schema } = tableCode(table);
    const successor = successorOf(step, table, column);
    if (successor !== null) {
      return draftFor(step, {
        subject: `${table}.${column}`,
        before: "column",
        after: "another column of that name",
        message: say`\`${table}.${column}\` is dropped, and \`${successor}\` takes its name: what was not carried over is lost, and rows written meanwhile are not carried over`,
        fix: "Nothing to do where the values were carried over and nothing writes to the table meanwhile.",
        confidence: step.statement.confidence,
        severity: "warning",
      });
    }
    if (wasNeverMade(step, table, column, context)) {
      return draftFor(step, {
        subject: `${table}.${column}`,
        before: "column of no revision",
        after: null,
        message: say`\`${table}.${column}\` is dropped where it exists; no revision made it`,
        fix: "Nothing to do where nobody needs the values that a database may have there.",
        confidence: step.statement.confidence,
        severity: "warning",
      });
    }
    if (isUnmapped(table, column, context)) {
      return draftFor(step, {
        subject: `${table}.${column}`,
        before: "unmapped column",
        after: null,
        message: say`\`${table}.${column}\` is dropped with its values; no model of the base maps it`,
        fix: "Nothing to do where the values are not needed any more.",
        confidence: step.statement.confidence,
        severity: "warning",
      });
    }
    return draftFor(step, {
      subject: `${table}.${column}`,
      before: "column",
      after: null,
      message: say`\`${table}.${column}\` is dropped with its values; running code that selects it fails${renameHint(step, table)}`,
      fix: fixWith(
        "Remove the column from the model in this release, and drop it in a revision of a later one:",
        `op.drop_column(${name}, ${quote(column)}${schema})`,
      ),
      confidence: step.statement.confidence,
    });
  },
});

/** A column that is renamed to the dropped one's name later in the transaction: running code finds it there. */
function successorOf(step: Step, table: string, column: string): string | null {
  for (const { operation } of step.peers.slice(step.peers.indexOf(step) + 1)) {
    const renames = operation.kind === "alter-column" && operation.table === table;
    if (renames && operation.rename === column) return operation.column;
  }
  return null;
}

/** `DROP COLUMN IF EXISTS` of a column that the revisions before do not leave behind: it tidies up by-ways. */
function wasNeverMade(step: Step, table: string, column: string, context: MigrationContext): boolean {
  return isGuarded(step) && tableBefore(table, context)?.columns.has(column) === false;
}

/** The second step of the safe way: the models of the running code have let go of the column. */
function isUnmapped(table: string, column: string, { before }: MigrationContext): boolean {
  const model = before.wholeSchema?.().tables.get(table);
  if (model === undefined || (model.confidence !== "high" && model.columnsKnown !== true)) return false;
  return !model.columns.has(column);
}

/** Autogenerate writes a rename as one column added and one dropped, with nothing that carries the values over. */
function renameHint(step: Step, table: string): Sentence | string {
  const changes = step.peers.map((peer) => peer.operation).filter((other) => tableOf(other) === table);
  const added = changes.flatMap((other) => (other.kind === "add-column" ? [other.column.name] : []));
  const dropped = changes.filter((other) => other.kind === "drop-column");
  const carriedOver = changes.some((other) => other.kind === "modify-rows");
  const [only] = added;
  if (added.length !== 1 || dropped.length !== 1 || carriedOver || only === undefined) return "";
  return say` (if \`${only}\` is its new name, its values are not carried over)`;
}
