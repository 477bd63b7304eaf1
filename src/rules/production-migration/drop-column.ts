import { fixWith, quote, tableCode } from "./alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import type { Step } from "./step.ts";

export const dropColumn = migrationRule({
  id: "drop-column",
  title: "A column is dropped",
  why: "The values are lost for good: a downgrade makes an empty column. SQLAlchemy names every mapped column in its SELECT and INSERT, so processes that still run the old code fail on every query of the table until they are replaced.",
  fix: 'First release models without the column (`deferred` or removed), then drop it in a later release. For a rename, keep the database\'s name and map it: `new: Mapped[str] = mapped_column("old")`.',
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "drop-column" || !step.existing || step.added !== null) return null;
    const { table, column } = operation;
    const { name, schema } = tableCode(table);
    return draftFor(step, {
      subject: `${table}.${column}`,
      before: "column",
      after: null,
      message: `\`${table}.${column}\` is dropped with its values; running code that selects it fails${renameHint(step, table)}`,
      fix: fixWith(
        "Remove the column from the model in this release, and drop it in a revision of a later one:",
        `op.drop_column(${name}, ${quote(column)}${schema})`,
      ),
      confidence: step.statement.confidence,
    });
  },
});

/** Autogenerate writes a rename as one column added and one dropped. */
function renameHint(step: Step, table: string): string {
  const added = step.peers.flatMap(({ operation }) =>
    operation.kind === "add-column" && operation.table === table ? [operation.column.name] : [],
  );
  const [only] = added;
  return added.length === 1 && only !== undefined
    ? ` (if \`${only}\` is its new name, its values are not carried over)`
    : "";
}
