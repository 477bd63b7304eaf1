import { tokenize } from "../../syntax/sql/tokens.ts";
import { lowest, type Confidence } from "../../facts/location.ts";
import { say } from "../../text/sentence.ts";
import type { MigrationContext } from "./migration-context.ts";
import { autocommitCode, executeCode, fixWith, sqlName } from "../alembic-code.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import { columnOf } from "./steps.ts";
import { postgresConfidence, type Step } from "./step.ts";

/** From PostgreSQL 12 on a value may be added in a transaction, though not used in it. */
const addsInTransactionSince = 12;

export const enumValueInSameTransaction = migrationRule({
  id: "enum-value-in-same-transaction",
  title: "A new enum value is used in the transaction that adds it",
  why: "PostgreSQL refuses the value until the transaction that added it has committed: `unsafe use of new value`. Alembic runs all revisions of one `upgrade head` in one transaction unless `transaction_per_migration` is set.",
  fix: "Add the value inside `autocommit_block()`, which commits it before the next statement.",
  judge(step, context) {
    const { operation } = step;
    if (operation.kind !== "add-enum-value" || step.transaction === null) return null;
    const { name, value } = operation;
    const code = autocommitCode(
      executeCode(`ALTER TYPE ${sqlName(name)} ADD VALUE IF NOT EXISTS '${value.replaceAll("'", "''")}'`),
    );
    const fix = fixWith("Commit the value before it is used:", code);
    if (context.settings.database.version < addsInTransactionSince) {
      return draftFor(step, {
        subject: `${name}.${value}`,
        before: null,
        after: "added in a transaction",
        message: say`\`${value}\` is added to the enum \`${name}\` in a transaction, which PostgreSQL ${context.settings.database.version} refuses`,
        fix,
        confidence: postgresConfidence(step),
      });
    }
    const used = useOf(step, name, value, context);
    if (used === null) return null;
    return draftFor(step, {
      subject: `${name}.${value}`,
      before: null,
      after: "added and used in one transaction",
      message: say`\`${value}\` is added to the enum \`${name}\` and used in line ${used.line} of the same transaction: the migration fails`,
      fix,
      confidence: lowest(postgresConfidence(step), used.confidence),
    });
  },
});

interface Use {
  readonly line: number;
  readonly confidence: Confidence;
}

/** The first later step of the transaction that has the value as a literal; sure where the column's type is the enum. */
function useOf(step: Step, name: string, value: string, context: MigrationContext): Use | null {
  const literal = `'${value.replaceAll("'", "''")}'`;
  const later = step.peers.slice(step.peers.indexOf(step) + 1);
  for (const peer of later) {
    if (!mentions(peer, literal)) continue;
    const certain = isOfType(peer, name, value, literal, context);
    return {
      line: peer.statement.where.line,
      confidence: lowest(peer.statement.confidence, certain ? "high" : "medium"),
    };
  }
  return null;
}

function textOf({ operation, statement }: Step): string {
  if (operation.kind === "modify-rows") return statement.detail;
  if (operation.kind === "alter-column") return operation.serverDefault ?? "";
  if (operation.kind === "add-column") return operation.column.serverDefault ?? "";
  return operation.kind === "add-constraint" ? (operation.expression ?? "") : "";
}

function mentions(step: Step, literal: string): boolean {
  const text = textOf(step);
  // Python sources have the value in double quotes.
  return tokenize(text).some((token) => {
    const written = text.slice(token.start, token.end);
    return written === literal || written === `"${literal.slice(1, -1)}"`;
  });
}

/** `'x'::mood`, or a column that the models declare as an enum with this value. */
function isOfType(
  step: Step,
  name: string,
  value: string,
  literal: string,
  context: MigrationContext,
): boolean {
  const text = textOf(step);
  if (text.includes(`${literal} :: ${name}`) || text.includes(`${literal}::${name}`)) return true;
  const table = step.table === null ? undefined : context.after.schema.tables.get(step.table);
  const { operation } = step;
  const single = columnOf(operation);
  const columns = operation.kind === "modify-rows" ? operation.columns : single === null ? [] : [single];
  return columns.some((column) => {
    const type = table?.columns.get(column)?.type;
    return type?.name === "enum" && type.args.includes(value);
  });
}
