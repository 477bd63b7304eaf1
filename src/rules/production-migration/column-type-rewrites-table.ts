import { formatPostgresType } from "../../facts/column-types.ts";
import type { ColumnType } from "../../facts/database.ts";
import { say, type Sentence } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { executeCode, fixWith, newName, quote, sqlName, tableCode, typeCode } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";
import { lowest } from "../../facts/location.ts";

export const columnTypeRewritesTable = migrationRule({
  id: "column-type-rewrites-table",
  title: "A change of a column's type rewrites the table",
  why: "Most changes of type write every row and every index anew under ACCESS EXCLUSIVE: nothing reads or writes the table until that is done, and the disk holds both copies. Only a few do not: a longer `varchar`, `varchar` to `text`, a `numeric` with more digits and the same scale.",
  fix: "Add a second column of the new type, write both, fill it in batches, switch the readers, and drop the old one in a later release.",
  judge(step) {
    const { operation, typeBefore, typeChange } = step;
    if (operation.kind !== "alter-column" || operation.type === null || !step.existing) return null;
    if (typeChange === "none" || step.size === "small") return null;
    const { table, column, type } = operation;
    return draftFor(step, {
      subject: `${table}.${column}`,
      before: operation.existingType === null ? null : formatPostgresType(operation.existingType),
      after: formatPostgresType(type),
      message: say`${changeText(step, type, typeBefore)}${sizeText(step)}`,
      fix: fixWith(
        "Add a column of the new type beside it, and switch over in later releases:",
        ...secondColumnCode(table, column, type),
      ),
      ...certainty(step),
    });
  },
});

function changeText(step: Step, type: ColumnType, before: ColumnType | null): Sentence {
  const subject = say`\`${step.table ?? "?"}.${step.operation.kind === "alter-column" ? step.operation.column : "?"}\``;
  const change = `${before === null ? "" : `from ${formatPostgresType(before)} `}to ${formatPostgresType(type)}`;
  switch (step.typeChange) {
    case "unknown":
      return say`${subject} changes ${before === null ? "its type " : ""}${change}: unless PostgreSQL stores both types alike, the table is rewritten and ${whoWaits(step)}`;
    case "time-zone":
      return say`${subject} changes ${change}: unless the connection's TimeZone is UTC, the table is rewritten and reads and writes of it wait`;
    default:
      return say`${subject} changes ${change}: the table is rewritten, and ${whoWaits(step)} until it is`;
  }
}

/** Only a rewrite that is sure decides; for another it is a question. */
function certainty(step: Step): Pick<FindingDraft, "severity" | "confidence"> {
  const confidence = lockConfidence(step);
  if (step.typeChange === "rewrite") return { confidence };
  return { severity: "warning", confidence: lowest(confidence, "medium") };
}

function secondColumnCode(table: string, column: string, type: ColumnType): readonly string[] {
  const { name, schema } = tableCode(table);
  const fresh = newName(column, "new");
  return [
    `op.add_column(${name}, sa.Column(${quote(fresh)}, ${typeCode(type)}, nullable=True)${schema})`,
    "# in batches, outside of the migration, while the code writes both columns:",
    executeCode(
      `UPDATE ${sqlName(table)} SET ${sqlName(fresh)} = ${sqlName(column)} WHERE ${sqlName(fresh)} IS NULL AND id BETWEEN … AND …`,
    ),
  ];
}
