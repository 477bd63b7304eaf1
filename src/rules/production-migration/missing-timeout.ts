import { blockedBy } from "../../facts/postgresql/locks.ts";
import { say } from "../../text/sentence.ts";
import { executeCode, fixWith } from "../alembic-code.ts";
import type { FindingDraft } from "../finding.ts";
import type { MigrationContext } from "./migration-context.ts";
import { draftFor } from "./migration-rule.ts";
import { lockConfidence, type Step } from "./step.ts";
import { stepsOf } from "./steps.ts";
import { stepsBefore } from "./style-rule.ts";
import { commandOf } from "./transaction-commands.ts";

/** The first statement of a migration that locks others out while no timeout of that name is set; one a migration. */
export function missingTimeout(
  step: Step,
  context: MigrationContext,
  setting: "lock_timeout" | "statement_timeout",
): FindingDraft | null {
  if (!locksOut(step) || step.environment?.timeouts?.includes(setting) === true) return null;
  if (stepsBefore(step, context).some((other) => locksOut(other) && !isSet(other, context, setting)))
    return null;
  if (isSet(step, context, setting)) return null;
  const name = step.body.revision === null ? step.table : `revision ${step.body.revision}`;
  return draftFor(step, {
    subject: name ?? step.operation.kind,
    before: null,
    after: `no ${setting}`,
    message: say`\`${step.table ?? "?"}\` is locked without a \`${setting}\``,
    fix: fixWith(
      "Set one before the first statement:",
      executeCode(`SET LOCAL ${setting} = '${advised[setting]}'`),
    ),
    confidence: lockConfidence(step),
  });
}

const advised = { lock_timeout: "5s", statement_timeout: "5min" } as const;

/** It keeps out readers or writers of something that stood before; row changes only wait for rows. */
function locksOut({ existing, lock, operation }: Step): boolean {
  if (!existing || operation.kind === "modify-rows") return false;
  return lock?.locks.some(({ mode }) => blockedBy(mode) !== "nothing") === true;
}

/** `SET` holds for the rest of the connection, `SET LOCAL` for the transaction; 0 means no limit. */
function isSet(step: Step, context: MigrationContext, setting: string): boolean {
  const all = stepsOf(context);
  const last = all.slice(0, all.indexOf(step)).findLast((other) => {
    if (commandOf(other) !== `SET ${setting}`) return false;
    const isLocal = /^set local /i.test(other.statement.detail);
    return isLocal
      ? step.peers.includes(other)
      : other.body.path === step.body.path || other.environment !== null;
  });
  return last !== undefined && !/(=|\bto) ?'?0(ms|s|min)?'?;?$/i.test(last.statement.detail);
}
