import { say } from "../../text/sentence.ts";
import { formatPostgresType } from "../../facts/column-types.ts";
import type { SchemaOperation } from "../../facts/database.ts";
import { executeCode, fixWith, sqlName } from "../alembic-code.ts";
import { draftFor } from "./migration-rule.ts";
import { stepsBefore, styleRule } from "./style-rule.ts";
import type { Step } from "./step.ts";
import { stepsOf } from "./steps.ts";

const alterations: ReadonlySet<string> = new Set([
  "add-column",
  "drop-column",
  "alter-column",
  "add-constraint",
  "drop-constraint",
]);

export const severalAlterations = styleRule({
  id: "several-alterations",
  title: "A table is altered by several statements",
  why: "Each `ALTER TABLE` waits for its lock and, where it has to, reads or writes every row by itself; one statement with several parts does it once. Alembic renders one statement for each operation.",
  fix: "Write the parts as one `ALTER TABLE` in `op.execute`.",
  judge(step, context) {
    if (!isAlteration(step) || step.table === null) return null;
    const before = stepsBefore(step, context).filter(
      (other) => isAlteration(other) && other.table === step.table,
    );
    const statements = new Set(before.map(statementOf));
    // The second statement stands for the further ones.
    if (statements.size !== 1 || statements.has(statementOf(step))) return null;
    const { table } = step;
    const all = stepsOf(context).filter(
      (other) => other.body === step.body && isAlteration(other) && other.table === table,
    );
    return draftFor(step, {
      subject: table,
      before: null,
      after: "altered by several statements",
      message: say`\`${table}\` is altered by more than one statement, each with a lock of its own`,
      fix: fixWith(
        "Write the parts as one statement:",
        executeCode(
          `ALTER TABLE ${sqlName(table)} ${all.map(({ operation }) => partOf(operation)).join(", ")}`,
        ),
      ),
      confidence: step.statement.confidence,
    });
  },
});

/** An operation as a part of `ALTER TABLE`; `…` for what has to be taken from the migration. */
function partOf(operation: SchemaOperation): string {
  switch (operation.kind) {
    case "add-column": {
      const { name, type, nullable } = operation.column;
      const text = type === null || type.opaque || type.name === "enum" ? "…" : formatPostgresType(type);
      return `ADD COLUMN ${sqlName(name)} ${text}${nullable === false ? " NOT NULL" : ""}`;
    }
    case "drop-column":
      return `DROP COLUMN ${sqlName(operation.column)}`;
    case "alter-column": {
      const column = `ALTER COLUMN ${sqlName(operation.column)}`;
      if (operation.type !== null) return `${column} TYPE …`;
      if (operation.nullable !== null) return `${column} ${operation.nullable ? "DROP" : "SET"} NOT NULL`;
      return operation.serverDefault === null ? `${column} DROP DEFAULT` : `${column} SET DEFAULT …`;
    }
    case "add-constraint":
      return `ADD CONSTRAINT ${operation.name === null ? "…" : sqlName(operation.name)} …`;
    case "drop-constraint":
      return `DROP CONSTRAINT ${operation.name === null ? "…" : sqlName(operation.name)}`;
    default:
      return "…";
  }
}

function isAlteration(step: Step): boolean {
  const { operation } = step;
  // A rename has to stand by itself.
  const renames = operation.kind === "alter-column" && operation.rename !== null;
  return step.existing && !renames && alterations.has(operation.kind);
}

/** Parts of one `ALTER TABLE`, or what Alembic renders for one call, stand at one place. */
function statementOf({ statement, body }: Step): string {
  return body.revision === null ? statement.detail : String(statement.where.line);
}
