import type { SchemaOperation } from "../database.ts";

/** Stands for an identifier that only the run knows. */
export const unknownIdentifier = "unknown_name";

/**
 * SQL with an unknown name in it: what it does to which table can't be told, so that anything but a change of rows
 * counts as unknown. Of an index or a constraint the name may be missing.
 */
export function withoutHoles(operation: SchemaOperation): SchemaOperation {
  if (!hasHole(operation)) return operation;
  if (mayBeUnnamed(operation) && !hasHole({ ...operation, name: null })) return { ...operation, name: null };
  if (operation.kind === "modify-rows") {
    const isHole = operation.table?.includes(unknownIdentifier) === true;
    if (operation.verb === "delete" || operation.verb === "truncate") {
      return isHole ? unknownName(operation.verb) : operation;
    }
    return isHole ? { ...operation, table: null } : operation;
  }
  if (operation.kind === "other" || operation.kind === "unknown") return operation;
  return unknownName(operation.kind.replaceAll("-", " "));
}

function hasHole(operation: SchemaOperation): boolean {
  return JSON.stringify(operation).includes(unknownIdentifier);
}

function mayBeUnnamed(
  operation: SchemaOperation,
): operation is Extract<SchemaOperation, { kind: "create-index" | "add-constraint" | "drop-constraint" }> {
  return ["create-index", "add-constraint", "drop-constraint"].includes(operation.kind);
}

function unknownName(what: string): SchemaOperation {
  return { kind: "unknown", what: `${what}: a name that only the run knows` };
}
