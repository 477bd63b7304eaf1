import { formatPostgresType } from "../../facts/column-types.ts";
import type { ColumnSpecification, SchemaOperation } from "../../facts/database.ts";

const done = { insert: "inserted", update: "updated", delete: "deleted", truncate: "truncated" } as const;

/** An operation in a few words without its table, such as `column age integer added`; null for one that changes nothing. */
export function describeOperation(operation: SchemaOperation): string | null {
  switch (operation.kind) {
    case "create-table":
      return "table created";
    case "drop-table":
      return "table dropped";
    case "rename-table":
      return `renamed to ${operation.to}`;
    case "add-column":
      return `column ${describeColumn(operation.column)} added`;
    case "drop-column":
      return `column ${operation.column} dropped`;
    case "alter-column":
      return describeAlteration(operation);
    case "create-index": {
      const unique = operation.unique ? "unique " : "";
      const concurrently = operation.concurrently ? " concurrently" : "";
      return `${unique}index ${operation.name ?? `on (${operation.columns.join(", ")})`} built${concurrently}`;
    }
    case "drop-index":
      return `index ${operation.name} dropped`;
    case "add-constraint": {
      const name = operation.name ?? `on (${operation.columns.join(", ")})`;
      return `${operation.constraint} ${name} added${operation.notValid ? " not valid" : ""}`;
    }
    case "validate-constraint":
      return `constraint ${operation.name} validated`;
    case "drop-constraint":
      return `constraint ${operation.name ?? "?"} dropped`;
    case "create-type":
      return `enum ${operation.name} created`;
    case "drop-type":
      return `type ${operation.name} dropped`;
    case "add-enum-value":
      return `value ${operation.value} added`;
    case "rename-enum-value":
      return `value ${operation.from} renamed to ${operation.to}`;
    case "modify-rows":
      return `rows ${done[operation.verb]}`;
    case "other":
      return isQuiet(operation.command) ? null : operation.command;
    default:
      return null;
  }
}

function describeColumn({ name, type, nullable }: ColumnSpecification): string {
  return [name, type === null ? "" : formatPostgresType(type), nullable === false ? "NOT NULL" : ""]
    .filter((part) => part !== "")
    .join(" ");
}

function describeAlteration(operation: Extract<SchemaOperation, { kind: "alter-column" }>): string {
  const { column } = operation;
  if (operation.rename !== null) return `column ${column} renamed to ${operation.rename}`;
  if (operation.type !== null) return `column ${column} to ${formatPostgresType(operation.type)}`;
  if (operation.nullable !== null) return `column ${column} ${operation.nullable ? "nullable" : "NOT NULL"}`;
  return operation.serverDefault === null || operation.serverDefault === undefined
    ? `column ${column} without default`
    : `column ${column} default ${operation.serverDefault}`;
}

/** Commands that change no schema: transactions, settings, reading, comments, and a `DO` block, whose content is listed by itself. */
const quiet =
  /^(BEGIN|COMMIT|ROLLBACK|SAVEPOINT|RELEASE|SET|SET .*|SELECT|DO|COMMENT|EXPLAIN|VARIABLE SHOW|ANALYZE)$/;

function isQuiet(command: string): boolean {
  return quiet.test(command);
}
