import { say } from "../../text/sentence.ts";
import { autocommitCode, executeCode, fixWith, nameCode, sqlName, tableCode } from "../alembic-code.ts";
import { concurrentIndexCode, indexName } from "./create-index-not-concurrently.ts";
import { draftFor, migrationRule } from "./migration-rule.ts";
import { postgresConfidence, type Step } from "./step.ts";

/** Commands that refuse to run in a transaction block (REFRESH … CONCURRENTLY does run in one). */
const refusing =
  /^(REINDEX \w+ CONCURRENTLY|ALTER TABLE DETACH PARTITION CONCURRENTLY|VACUUM|VACUUM FULL|CREATE DATABASE|DROP DATABASE|ALTER SYSTEM|CREATE TABLE SPACE|DROP TABLE SPACE)$/;

export const concurrentlyInTransaction = migrationRule({
  id: "concurrently-in-transaction",
  title: "A statement runs in a transaction that cannot",
  why: "PostgreSQL refuses `CONCURRENTLY`, `VACUUM` and `CREATE DATABASE` inside a transaction block, and Alembic runs every migration in one: the migration fails.",
  fix: "Put it inside `with op.get_context().autocommit_block():`, best in a revision of its own, because the block commits what came before it.",
  judge(step) {
    if (step.transaction === null) return null;
    const found = refusedStatement(step);
    if (found === null) return null;
    return draftFor(step, {
      subject: found.subject,
      before: null,
      after: `${found.command} in a transaction`,
      message: say`\`${found.command}\` of \`${found.subject}\` cannot run inside the migration's transaction: the migration fails`,
      fix: fixWith("Run it outside of the transaction:", autocommitCode(found.code)),
      confidence: postgresConfidence(step),
    });
  },
});

interface Refused {
  readonly subject: string;
  readonly command: string;
  readonly code: string;
}

function refusedStatement({ operation }: Step): Refused | null {
  switch (operation.kind) {
    case "create-index":
      return operation.concurrently
        ? {
            subject: indexName(operation),
            command: "CREATE INDEX CONCURRENTLY",
            code: concurrentIndexCode(operation),
          }
        : null;
    case "drop-index": {
      if (!operation.concurrently) return null;
      const table = operation.table === null ? null : tableCode(operation.table);
      const on = table === null ? "" : `, table_name=${table.name}${table.schema}`;
      const code = `op.drop_index(${nameCode(operation.name)}${on}, postgresql_concurrently=True)`;
      return { subject: operation.name, command: "DROP INDEX CONCURRENTLY", code };
    }
    case "other": {
      if (!refusing.test(operation.command)) return null;
      const subject = operation.relations[0] ?? "the database";
      return {
        subject,
        command: operation.command,
        code: executeCode(`${operation.command} ${sqlName(subject)}`),
      };
    }
    default:
      return null;
  }
}
