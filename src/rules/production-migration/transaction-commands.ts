import type { MigrationBody } from "../../facts/database.ts";
import type { Step } from "./step.ts";

/** `BEGIN`, `COMMIT` or another command that has no operation of its own; null for one that has. */
export function commandOf({ operation }: Step): string | null {
  return operation.kind === "other" ? operation.command : null;
}

export function ends(command: string | null): boolean {
  return command === "COMMIT" || command === "ROLLBACK";
}

/** Whether a transaction is open after these statements of a migration. */
export function isOpen(before: readonly Step[], body: MigrationBody): boolean {
  const last = before.map(commandOf).findLast((command) => command === "BEGIN" || ends(command));
  // Alembic, and tools that say so, begin one before the first statement.
  return last === undefined ? body.revision !== null || body.wrapped === true : last === "BEGIN";
}
