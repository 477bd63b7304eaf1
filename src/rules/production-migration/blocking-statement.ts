import type { Passage } from "../../text/passage.ts";
import { say, type Sentence } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { autocommitCode, executeCode, fixWith, sqlName } from "../alembic-code.ts";
import { draftFor, migrationRule, severityBySize } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { sizeText, whoWaits } from "./words.ts";

/** `DETACH PARTITION … CONCURRENTLY` came with PostgreSQL 14. */
const detachConcurrentlySince = 14;

export const blockingStatement = migrationRule({
  id: "blocking-statement",
  title: "Maintenance blocks a table for as long as it takes",
  why: "REINDEX, REFRESH MATERIALIZED VIEW, LOCK TABLE, ATTACH and DETACH PARTITION, and a new constraint on a domain keep others out, most of them while they read the whole table. REINDEX, REFRESH and DETACH have a form that does not.",
  fix: "Use `CONCURRENTLY` outside of the transaction. Before ATTACH PARTITION, add a validated CHECK that equals the partition's bounds: then nothing is read. Add constraints of domains as NOT VALID.",
  judge(step, { settings }): FindingDraft | null {
    const { operation } = step;
    if (operation.kind !== "other" || step.table === null || !step.existing || step.size === "small")
      return null;
    const blocking = blockingOf(operation.command, step, settings.database.version);
    if (blocking === null) return null;
    return draftFor(step, {
      subject: blocking.subject,
      before: null,
      after: operation.command,
      message: say`\`${operation.command.replace("ALTER TABLE ", "")}\`: ${blocking.text}${sizeText(step)}`,
      fix: blocking.fix,
      ...(blocking.brief ? { severity: "warning" as const } : severityBySize(step)),
      confidence: lockConfidence(step),
    });
  },
});

interface Blocking {
  readonly subject: string;
  readonly text: Sentence;
  readonly fix: Passage | string;
  /** It reads nothing: the lock is held no longer than for any change of schema. */
  readonly brief: boolean;
}

function blockingOf(command: string, step: Step, version: number): Blocking | null {
  const subject = step.table ?? "";
  const waits = { subject, text: say`${whoWaits(step)} until it is done`, brief: false };
  if (/^(REINDEX \w+|REFRESH MATERIALIZED VIEW)$/.test(command)) {
    const code = autocommitCode(executeCode(`${command} CONCURRENTLY ${sqlName(subject)}`));
    return { ...waits, fix: fixWith("Run it beside the others, outside of the transaction:", code) };
  }
  switch (command) {
    case "LOCK":
      return { ...waits, fix: "Leave the lock out: what follows takes the lock that it needs." };
    case "ALTER DOMAIN ADD CONSTRAINT":
      return {
        ...waits,
        text: say`writes to every table that uses \`${subject}\` wait while their rows are checked`,
        fix: "Add the constraint as NOT VALID, and validate it outside of the transaction (`ALTER DOMAIN … VALIDATE CONSTRAINT`).",
      };
    case "ALTER TABLE ATTACH PARTITION": {
      const child = partitionOf(step);
      return {
        subject: child,
        text: say`${whoWaits(step, child)} while its rows are checked`,
        fix: "Add a CHECK that equals the partition's bounds as NOT VALID, validate it outside of the transaction, then attach.",
        brief: false,
      };
    }
    case "ALTER TABLE DETACH PARTITION":
      return version < detachConcurrentlySince ? null : detached(step, subject);
    default:
      return null;
  }
}

function detached(step: Step, table: string): Blocking {
  const sql = `ALTER TABLE ${sqlName(table)} DETACH PARTITION ${sqlName(partitionOf(step))} CONCURRENTLY`;
  return {
    subject: partitionOf(step),
    text: say`${whoWaits(step)} for the lock`,
    fix: fixWith(
      "Detach it beside the others, outside of the transaction:",
      autocommitCode(executeCode(sql)),
    ),
    brief: true,
  };
}

function partitionOf({ operation, table }: Step): string {
  return (operation.kind === "other" ? operation.relations[1] : undefined) ?? table ?? "";
}
