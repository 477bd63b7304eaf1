import { say } from "../../text/sentence.ts";
import { fixWith, quote } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";

export const renameColumn = migrationRule({
  id: "rename-column",
  title: "A column is renamed",
  why: "SQLAlchemy names every mapped column in its SELECT and INSERT: from the moment of the rename, processes that run the old code fail on every query of the table, and before it those that run the new code do.",
  fix: 'Keep the name in the database and rename only the attribute: `new: Mapped[str] = mapped_column("old")`. Where the name must change, add a second column, write both, fill it, switch the readers, and drop the old one in a later release.',
  judge(step) {
    const { operation } = step;
    if (operation.kind !== "alter-column" || operation.rename === null) return null;
    if (!step.existing || step.added !== null) return null;
    const { table, column, rename } = operation;
    return draftFor(step, {
      subject: `${table}.${column}`,
      before: column,
      after: rename,
      message: say`\`${table}.${column}\` is renamed to \`${rename}\`: running code that names it fails`,
      fix: fixWith(
        "Keep the column's name in the database and map the new attribute to it:",
        `${/^[A-Za-z_]\w*$/.test(rename) ? rename : "attribute"}: Mapped[...] = mapped_column(${quote(column)})`,
      ),
      confidence: step.statement.confidence,
    });
  },
});
