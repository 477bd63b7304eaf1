import type { SchemaOperation } from "../../facts/database.ts";
import type { MigrationContext } from "./migration-context.ts";

/** A check that stands when the change begins. */
export interface EarlierCheck {
  readonly expression: string | null;
  /** All rows are known to pass: it was made without `NOT VALID`, or has been validated. */
  readonly proven: boolean;
}

/**
 * The checks of a table by name, as the revisions before the change made and validated them. What stands under a
 * condition there proves nothing, and takes nothing for granted when it drops.
 */
export function checksBefore(table: string, context: MigrationContext): Map<string, EarlierCheck> {
  const checks = new Map<string, EarlierCheck>();
  for (const { upgrade } of context.before.history?.([table]) ?? []) {
    for (const { operation, confidence } of upgrade) {
      if (concerns(operation, table)) follow(operation, confidence === "high", checks);
    }
  }
  return checks;
}

function concerns(operation: SchemaOperation, table: string): boolean {
  return "table" in operation && operation.table === table;
}

function follow(operation: SchemaOperation, surely: boolean, checks: Map<string, EarlierCheck>): void {
  switch (operation.kind) {
    case "create-table":
      checks.clear();
      for (const { kind, name, expression } of operation.constraints) {
        if (kind === "check" && name !== null) checks.set(name, { expression, proven: surely });
      }
      return;
    case "drop-table":
    case "rename-table":
      checks.clear();
      return;
    case "add-constraint":
      if (operation.constraint === "check" && operation.name !== null) {
        const { expression, notValid } = operation;
        checks.set(operation.name, { expression, proven: surely && !notValid });
      }
      return;
    case "validate-constraint": {
      const check = checks.get(operation.name);
      if (check !== undefined && surely) checks.set(operation.name, { ...check, proven: true });
      return;
    }
    case "drop-constraint":
      if (operation.name !== null) checks.delete(operation.name);
      return;
    case "alter-column":
      // A check follows the column's new name; its text here does not.
      if (operation.rename !== null) checks.clear();
      return;
    default:
      return;
  }
}
