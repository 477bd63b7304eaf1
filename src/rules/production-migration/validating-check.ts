import type { Passage } from "../../text/passage.ts";
import { say } from "../../text/sentence.ts";
import { autocommitCode, executeCode, fixWith, newName, quote, sqlName, tableCode } from "../alembic-code.ts";
import { draftFor, migrationRule, severityBySize } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";

interface Check {
  readonly table: string;
  readonly name: string | null;
  readonly expression: string | null;
  /** EXCLUDE has no form that is not checked at once. */
  readonly excludes: boolean;
}

export const validatingCheck = migrationRule({
  id: "validating-check",
  title: "A check constraint is checked against every row while the table is locked",
  why: "Adding a CHECK or EXCLUDE constraint, also inside of a new column, reads every row under ACCESS EXCLUSIVE: nothing reads or writes the table until that is done.",
  fix: "Add the check with `postgresql_not_valid=True`, which holds for new rows at once, and validate it outside of the transaction: that lets reads and writes through.",
  judge(step) {
    if (!step.existing || step.size === "small" || step.emptied) return null;
    const check = validatedCheck(step);
    if (check === null) return null;
    return draftFor(step, {
      subject: check.name ?? `${check.table} check`,
      before: null,
      after: `${check.excludes ? "exclude" : "check"} on ${check.table}: ${check.expression ?? "?"}`,
      message: say`The ${check.excludes ? "exclusion" : "check"} constraint ${check.name === null ? "" : say`\`${check.name}\` `}is checked against every row while ${whoWaits(step)}${sizeText(step)}`,
      fix: fixFor(check),
      ...severityBySize(step),
      confidence: lockConfidence(step),
    });
  },
});

function validatedCheck({ operation }: Step): Check | null {
  if (operation.kind === "add-column" && operation.column.check) {
    return { table: operation.table, name: null, expression: operation.column.name, excludes: false };
  }
  if (operation.kind !== "add-constraint" || operation.notValid) return null;
  const { table, name, expression, constraint, columns } = operation;
  if (constraint === "check") return { table, name, expression, excludes: false };
  return constraint === "exclude" ? { table, name, expression: columns.join(", "), excludes: true } : null;
}

function fixFor({ table, name, expression, excludes }: Check): Passage | string {
  if (excludes)
    return "PostgreSQL has no other way to add an exclusion constraint: run it in a quiet hour, with a `lock_timeout`.";
  const { name: code, schema } = tableCode(table);
  const check = name ?? newName("ck", table.slice(table.lastIndexOf(".") + 1));
  return fixWith(
    "Add it without the check, and validate it while others read and write:",
    `op.create_check_constraint(${quote(check)}, ${code}, ${quote(expression ?? "…")}, postgresql_not_valid=True${schema})`,
    autocommitCode(executeCode(`ALTER TABLE ${sqlName(table)} VALIDATE CONSTRAINT ${sqlName(check)}`)),
  );
}
