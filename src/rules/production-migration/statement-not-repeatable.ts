import { say } from "../../text/sentence.ts";
import { fixWith, nameCode, quote, sqlName, tableCode } from "../alembic-code.ts";
import { indexName } from "./create-index-not-concurrently.ts";
import type { MigrationContext } from "./migration-context.ts";
import { draftFor } from "./migration-rule.ts";
import { isGuarded } from "./guarded.ts";
import { stepsBefore, styleRule } from "./style-rule.ts";
import type { Step } from "./step.ts";
import { commandOf } from "./transaction-commands.ts";

export const statementNotRepeatable = styleRule({
  id: "statement-not-repeatable",
  title: "A statement outside of a transaction can't be run again",
  why: "Outside of a transaction what is done stays done. When a later statement fails, the migration is run again from its start, and fails at the first thing that is there already.",
  fix: "Write `IF EXISTS` or `IF NOT EXISTS` (Alembic: `if_exists=True`, `if_not_exists=True`). Before a constraint, and before an index that is built with CONCURRENTLY, which leaves an invalid index when it fails, drop it `IF EXISTS`.",
  judge(step, context) {
    if (isInTransaction(step) || isGuarded(step)) return null;
    const made = namedBy(step);
    if (made === null || isDroppedBefore(step, made.name, context)) return null;
    return draftFor(step, {
      subject: made.name,
      before: null,
      after: `${step.operation.kind} without a condition`,
      message: say`\`${made.name}\`: the statement runs outside of a transaction and fails when it is run again`,
      fix: fixWith("Make it repeatable:", ...made.code),
      confidence: step.statement.confidence,
    });
  },
});

interface Named {
  readonly name: string;
  readonly code: readonly string[];
}

/** What the statement makes or drops; null for one that does the same when it is run again, or has no name yet. */
function namedBy({ operation, statement }: Step): Named | null {
  switch (operation.kind) {
    case "create-table": {
      if (/^create (local |global )?(temp|temporary) /i.test(statement.detail)) return null;
      const { name, schema } = tableCode(operation.table);
      return { name: operation.table, code: [`op.create_table(${name}, ..., if_not_exists=True${schema})`] };
    }
    case "drop-table": {
      const { name, schema } = tableCode(operation.table);
      return { name: operation.table, code: [`op.drop_table(${name}, if_exists=True${schema})`] };
    }
    case "add-column": {
      const { name, schema } = tableCode(operation.table);
      const column = `${operation.table}.${operation.column.name}`;
      return { name: column, code: [`op.add_column(${name}, ..., if_not_exists=True${schema})`] };
    }
    case "drop-column": {
      const { name, schema } = tableCode(operation.table);
      const column = `${operation.table}.${operation.column}`;
      return {
        name: column,
        code: [`op.drop_column(${name}, ${quote(operation.column)}, if_exists=True${schema})`],
      };
    }
    case "create-index": {
      if (operation.name === null) return null;
      const concurrently = operation.concurrently ? ", postgresql_concurrently=True" : "";
      return {
        name: operation.name,
        code: [
          `op.drop_index(${nameCode(operation.name)}, if_exists=True${concurrently})`,
          `# then build ${indexName(operation)}`,
        ],
      };
    }
    case "drop-index": {
      const concurrently = operation.concurrently ? ", postgresql_concurrently=True" : "";
      return {
        name: operation.name,
        code: [`op.drop_index(${nameCode(operation.name)}, if_exists=True${concurrently})`],
      };
    }
    case "add-constraint":
    case "drop-constraint": {
      if (operation.name === null) return null;
      const drop = `ALTER TABLE ${sqlName(operation.table)} DROP CONSTRAINT IF EXISTS ${sqlName(operation.name)}`;
      return { name: operation.name, code: [`op.execute(${quote(drop)})`] };
    }
    default:
      return null;
  }
}

/** Tools differ in how they run an SQL file: only a `BEGIN` or a tool that says so makes it certain. */
function isInTransaction({ transaction, body, peers }: Step): boolean {
  if (transaction === null) return false;
  return body.revision !== null || body.wrapped === true || peers.some((peer) => commandOf(peer) === "BEGIN");
}

/** It was dropped `IF EXISTS` before and not made again since. */
function isDroppedBefore(step: Step, name: string, context: MigrationContext): boolean {
  const last = stepsBefore(step, context).findLast((other) => namedBy(other)?.name === name);
  const drops = last?.operation.kind === "drop-constraint" || last?.operation.kind === "drop-index";
  return last !== undefined && drops && isGuarded(last);
}
