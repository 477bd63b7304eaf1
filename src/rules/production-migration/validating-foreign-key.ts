import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import {
  autocommitCode,
  executeCode,
  fixWith,
  newName,
  quote,
  quotes,
  sqlName,
  tableCode,
} from "../alembic-code.ts";
import { draftFor, migrationRule, severityBySize } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";

interface ForeignKey {
  readonly table: string;
  readonly columns: readonly string[];
  readonly referenced: string;
  readonly remote: readonly string[];
  readonly name: string | null;
}

export const validatingForeignKey = migrationRule({
  id: "validating-foreign-key",
  title: "A foreign key is checked against every row while writes wait",
  why: "Adding a foreign key takes SHARE ROW EXCLUSIVE on both tables and holds it while every row is looked up: writes to either table wait. Autogenerate, and `ForeignKey` in `add_column`, write it this way.",
  fix: "Add it with `postgresql_not_valid=True`, which holds for new rows at once, and validate it outside of the transaction: that lets reads and writes through.",
  judge(step): FindingDraft | null {
    if (!step.existing || step.size === "small" || step.emptied) return null;
    const key = validatedKey(step);
    if (key === null) return null;
    const columns = key.columns.join(", ");
    return draftFor(step, {
      subject: key.name ?? `${key.table} (${columns})`,
      before: null,
      after: `foreign key ${key.table} (${columns}) to ${key.referenced}`,
      message: say`The foreign key from \`${key.table}\` (${columns}) to \`${key.referenced}\` is checked against every row while ${whoWaits(step, key.table)}, and those to \`${key.referenced}\`${sizeText(step)}`,
      fix: fixWith("Add it without the check, and validate it while others read and write:", ...codeFor(key)),
      ...severityBySize(step),
      confidence: lockConfidence(step),
    });
  },
});

/** A key that PostgreSQL checks against rows: one that is added as valid, or inside of a column that has a default. */
function validatedKey({ operation }: Step): ForeignKey | null {
  if (operation.kind === "add-constraint" && operation.constraint === "foreign-key" && !operation.notValid) {
    const { table, columns, references, name } = operation;
    return { table, columns, referenced: references?.table ?? "?", remote: references?.columns ?? [], name };
  }
  if (operation.kind !== "add-column" || operation.column.foreignKey === null) return null;
  const { column, table } = operation;
  if (column.serverDefault === null) return null;
  const target = operation.column.foreignKey;
  const dot = target.lastIndexOf(".");
  return {
    table,
    columns: [column.name],
    referenced: dot < 0 ? target : target.slice(0, dot),
    remote: dot < 0 ? [] : [target.slice(dot + 1)],
    name: null,
  };
}

function codeFor({ table, columns, referenced, remote, name }: ForeignKey): readonly string[] {
  const source = tableCode(table);
  const target = tableCode(referenced);
  const key = name ?? newName("fk", table.slice(table.lastIndexOf(".") + 1), ...columns);
  const schemas = `${source.schema.replace("schema", "source_schema")}${target.schema.replace("schema", "referent_schema")}`;
  return [
    `op.create_foreign_key(${quote(key)}, ${source.name}, ${target.name}, ${quotes(columns)}, ${quotes(remote)}, postgresql_not_valid=True${schemas})`,
    autocommitCode(executeCode(`ALTER TABLE ${sqlName(table)} VALIDATE CONSTRAINT ${sqlName(key)}`)),
  ];
}
