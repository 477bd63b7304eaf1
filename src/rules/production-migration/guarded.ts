import type { Step } from "./step.ts";

/** `IF EXISTS` or `IF NOT EXISTS` is written at the statement. */
export function isGuarded({ statement }: Step): boolean {
  return /\bif (not )?exists\b|\bif_(not_)?exists=True/i.test(statement.detail);
}
