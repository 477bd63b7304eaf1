import type { Column, ColumnType, Constraint, Index } from "../../facts/database.ts";
import type { ModelDelta } from "./model-delta.ts";

/** The Alembic operation that would cover a model's change, as Python; null where only autogenerate can write it. */
export function suggestedOperation(delta: ModelDelta): string | null {
  const table = tableArguments(delta.table.name);
  switch (delta.kind) {
    case "create-table":
      return null;
    case "drop-table":
      return `op.drop_table(${table})`;
    case "add-column": {
      const type = sqlalchemyType(delta.column.type);
      return type === null ? null : `op.add_column(${table}, ${columnCall(delta.column, type)})`;
    }
    case "drop-column":
      return `op.drop_column(${table}, ${quote(delta.column.name)})`;
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

function quote(text: string): string {
  return JSON.stringify(text);
}

/** `"users"`; the schema goes into a keyword of the call and is left to the author. */
function tableArguments(name: string): string {
  return quote(name.slice(name.lastIndexOf(".") + 1));
}

const typeNames: ReadonlyMap<string, string> = new Map([
  ["string", "String"],
  ["text", "Text"],
  ["char", "CHAR"],
  ["integer", "Integer"],
  ["smallinteger", "SmallInteger"],
  ["biginteger", "BigInteger"],
  ["boolean", "Boolean"],
  ["date", "Date"],
  ["time", "Time"],
  ["interval", "Interval"],
  ["numeric", "Numeric"],
  ["float", "Float"],
  ["double", "Double"],
  ["largebinary", "LargeBinary"],
  ["uuid", "Uuid"],
  ["json", "JSON"],
]);

function sqlalchemyType(type: ColumnType): string | null {
  if (type.opaque) return null;
  if (type.name === "datetime")
    return `sa.DateTime(${type.args.includes("timezone") ? "timezone=True" : ""})`;
  const name = typeNames.get(type.name);
  return name === undefined ? null : `sa.${name}(${type.args.join(", ")})`;
}

function columnCall(column: Column, type: string): string {
  const parts = [quote(column.name), type, `nullable=${column.nullable ? "True" : "False"}`];
  if (column.serverDefault !== null) parts.push(`server_default=sa.text(${quote(column.serverDefault)})`);
  return `sa.Column(${parts.join(", ")})`;
}

function alterColumn(delta: Extract<ModelDelta, { kind: "alter-column" }>, table: string): string | null {
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
    const type = sqlalchemyType(after.type);
    if (type === null) return null;
    parts.push(`type_=${type}`);
  }
  if (aspects.includes("nullable")) parts.push(`nullable=${after.nullable ? "True" : "False"}`);
  if (aspects.includes("default")) {
    parts.push(
      `server_default=${after.serverDefault === null ? "None" : `sa.text(${quote(after.serverDefault)})`}`,
    );
  }
  return parts.length === 0 ? null : `op.alter_column(${table}, ${quote(after.name)}, ${parts.join(", ")})`;
}

function indexCall(index: Index, table: string, full: string): string | null {
  if (index.detail !== undefined || !index.columns.every((column) => /^\w+$/u.test(column))) return null;
  const name = index.name ?? `ix_${full.replaceAll(".", "_")}_${index.columns.join("_")}`;
  const columns = `[${index.columns.map(quote).join(", ")}]`;
  return `op.create_index(${quote(name)}, ${table}, ${columns}${index.unique ? ", unique=True" : ""})`;
}

function constraintCall(constraint: Constraint, table: string): string | null {
  const name = constraint.name === null ? "None" : quote(constraint.name);
  const columns = `[${constraint.columns.map(quote).join(", ")}]`;
  if (constraint.kind === "unique") return `op.create_unique_constraint(${name}, ${table}, ${columns})`;
  if (constraint.kind !== "foreign-key" || constraint.references === null) return null;
  const target = tableArguments(constraint.references.table);
  const remote = `[${constraint.references.columns.map(quote).join(", ")}]`;
  return `op.create_foreign_key(${name}, ${table}, ${target}, ${columns}, ${remote})`;
}
