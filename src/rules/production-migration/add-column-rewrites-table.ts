import type { ColumnSpecification } from "../../facts/database.ts";
import { isKnownVolatile } from "../../facts/postgresql/volatility.ts";
import { say, type Sentence } from "../../text/sentence.ts";
import { columnCode, executeCode, fixWith, quote, sqlName, tableCode } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";
import { lowest } from "../../facts/location.ts";

/** PostgreSQL 11 keeps a constant default in the catalogue instead of writing it into every row. */
const fastDefaultSince = 11;

export const addColumnRewritesTable = migrationRule({
  id: "add-column-rewrites-table",
  title: "An added column rewrites the table",
  why: "A column whose value differs from row to row (a volatile default such as `gen_random_uuid()`, SERIAL, IDENTITY, a stored generated column) makes PostgreSQL write every row and every index anew under ACCESS EXCLUSIVE: nothing reads or writes the table until that is done.",
  fix: "Add the column nullable and without the default, set the default for new rows, and fill the old rows in batches. Constant defaults and `now()` cost nothing.",
  judge(step, { settings }) {
    const { operation } = step;
    if (operation.kind !== "add-column" || !step.existing || step.size === "small" || step.emptied)
      return null;
    const { table, column } = operation;
    const cause = causeOf(column, settings.database.version);
    if (cause === null) return null;
    return draftFor(step, {
      subject: `${table}.${column.name}`,
      before: null,
      after: cause.fact,
      message: say`\`${table}.${column.name}\` is added ${cause.text}: the table is rewritten, and ${whoWaits(step)} until it is${sizeText(step)}`,
      fix: fixWith(
        "Add it without the default, set the default for new rows, and fill the others in batches:",
        ...laterDefaultCode(step, column),
      ),
      confidence: lowest(lockConfidence(step), cause.certain ? "high" : "medium"),
    });
  },
});

interface Cause {
  readonly fact: string;
  readonly text: Sentence | string;
  readonly certain: boolean;
}

function causeOf(column: ColumnSpecification, version: number): Cause | null {
  if (column.identity) return { fact: "identity", text: "with a sequence of its own", certain: true };
  if (column.computedStored)
    return { fact: "generated stored", text: "as a stored generated column", certain: true };
  const { serverDefault } = column;
  if (serverDefault === null) return null;
  if (column.volatileDefault) {
    // A function of the database's own may be declared stable.
    const certain = functionNames(serverDefault).some(isKnownVolatile);
    return {
      fact: `default ${serverDefault}`,
      text: say`with the volatile default \`${serverDefault}\``,
      certain,
    };
  }
  return version < fastDefaultSince
    ? {
        fact: `default ${serverDefault}`,
        text: `with a default before PostgreSQL ${fastDefaultSince}`,
        certain: true,
      }
    : null;
}

function functionNames(sql: string): readonly string[] {
  return [...sql.matchAll(/[\w.]+(?=\()/g)].map(([name]) => name);
}

function laterDefaultCode(step: Step, column: ColumnSpecification): readonly string[] {
  const table = step.table ?? "";
  const { name, schema } = tableCode(table);
  const add = `op.add_column(${name}, ${columnCode(column, "nullable=True")}${schema})`;
  if (column.serverDefault === null) {
    return [add, "# in batches, outside of the migration; then make it what it should be in a later release"];
  }
  return [
    add,
    `op.alter_column(${name}, ${quote(column.name)}, server_default=sa.text(${quote(column.serverDefault)})${schema})`,
    "# in batches, outside of the migration:",
    executeCode(
      `UPDATE ${sqlName(table)} SET ${sqlName(column.name)} = DEFAULT WHERE ${sqlName(column.name)} IS NULL AND id BETWEEN … AND …`,
    ),
  ];
}
