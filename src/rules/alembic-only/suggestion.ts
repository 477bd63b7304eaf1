import type { Column, Constraint, Index } from "../../facts/database.ts";
import { knownTypeCode, quote, quotes, tableCode } from "../alembic-code.ts";
import type { ModelDelta } from "./model-delta.ts";

type TableCode = ReturnType<typeof tableCode>;

/** The Alembic operation that would cover a model's change, as Python; null where only autogenerate can write it. */
export function suggestedOperation(delta: ModelDelta): string | null {
  const table = tableCode(delta.table.name);
  switch (delta.kind) {
    case "create-table":
      return null;
    case "drop-table":
      return `op.drop_table(${table.name}${table.schema})`;
    case "add-column": {
      const type = knownTypeCode(delta.column.type);
      return type === null
        ? null
        : `op.add_column(${table.name}, ${columnCall(delta.column, type)}${table.schema})`;
    }
    case "drop-column":
      return `op.drop_column(${table.name}, ${quote(delta.column.name)}${table.schema})`;
    case "alter-column":
      return alterColumn(delta, table);
    case "add-index":
      return indexCall(delta.index, table, delta.table.name);
    case "add-constraint":
      return constraintCall(delta.constraint, table);
    default:
      return null;
  }
}

function columnCall(column: Column, type: string): string {
  const parts = [quote(column.name), type, `nullable=${column.nullable ? "True" : "False"}`];
  if (column.serverDefault !== null) parts.push(`server_default=sa.text(${quote(column.serverDefault)})`);
  return `sa.Column(${parts.join(", ")})`;
}

function alterColumn(delta: Extract<ModelDelta, { kind: "alter-column" }>, table: TableCode): string | null {
  const { after, before, aspects } = delta;
  if (before.type.name === "enum" && after.type.name === "enum") {
    const added = after.type.args.filter((label) => !before.type.args.includes(label));
    const [label] = added;
    return label === undefined
      ? null
      : `op.execute("ALTER TYPE … ADD VALUE '${label.replaceAll("'", "''")}'")  # the enum type of the column`;
  }
  const parts: string[] = [];
  if (aspects.includes("type")) {
    const type = knownTypeCode(after.type);
    if (type === null) return null;
    parts.push(`type_=${type}`);
  }
  if (aspects.includes("nullable")) parts.push(`nullable=${after.nullable ? "True" : "False"}`);
  if (aspects.includes("default")) {
    parts.push(
      `server_default=${after.serverDefault === null ? "None" : `sa.text(${quote(after.serverDefault)})`}`,
    );
  }
  return parts.length === 0
    ? null
    : `op.alter_column(${table.name}, ${quote(after.name)}, ${parts.join(", ")}${table.schema})`;
}

function indexCall(index: Index, table: TableCode, full: string): string | null {
  if (index.detail !== undefined || !index.columns.every((column) => /^\w+$/u.test(column))) return null;
  const name = index.name ?? `ix_${full.replaceAll(".", "_")}_${index.columns.join("_")}`;
  const unique = index.unique ? ", unique=True" : "";
  return `op.create_index(${quote(name)}, ${table.name}, ${quotes(index.columns)}${unique}${table.schema})`;
}

function constraintCall(constraint: Constraint, table: TableCode): string | null {
  const name = constraint.name === null ? "None" : quote(constraint.name);
  const columns = quotes(constraint.columns);
  if (constraint.kind === "unique")
    return `op.create_unique_constraint(${name}, ${table.name}, ${columns}${table.schema})`;
  if (constraint.kind !== "foreign-key" || constraint.references === null) return null;
  const target = tableCode(constraint.references.table);
  const schemas = `${table.schema.replace("schema", "source_schema")}${target.schema.replace("schema", "referent_schema")}`;
  return `op.create_foreign_key(${name}, ${table.name}, ${target.name}, ${columns}, ${quotes(constraint.references.columns)}${schemas})`;
}
