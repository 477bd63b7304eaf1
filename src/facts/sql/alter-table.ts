import type { SchemaOperation } from "../database.ts";
import { readColumn } from "./column.ts";
import { readConstraint } from "./constraint.ts";
import { printExpression } from "./expression.ts";
import { flagAt, nodeAt, nodesAt, relationName, tagged, textAt, type Node } from "./node.ts";
import { readTypeName } from "./type-name.ts";

type AlterColumn = Extract<SchemaOperation, { kind: "alter-column" }>;

/** One operation for each subcommand of an `ALTER TABLE`. */
export function readAlterTable(body: Node): readonly SchemaOperation[] {
  const table = relationName(nodeAt(body, "relation")) ?? "?";
  const object = (textAt(body, "objtype") ?? "").replace("OBJECT_", "").replaceAll("_", " ");
  return nodesAt(body, "cmds").map((node) => {
    const command = tagged(node).body;
    return object === "TABLE" || object === "FOREIGN TABLE"
      ? readSubcommand(table, command)
      : { kind: "other", command: `ALTER ${object}`, relations: [table] };
  });
}

function readSubcommand(table: string, command: Node): SchemaOperation {
  const subtype = textAt(command, "subtype") ?? "";
  const name = textAt(command, "name") ?? "";
  const definition = tagged(nodeAt(command, "def"));
  switch (subtype) {
    case "AT_AddColumn":
      return addColumn(table, definition.body);
    case "AT_DropColumn":
      return { kind: "drop-column", table, column: name };
    case "AT_AlterColumnType":
      return alterColumn(table, name, {
        type: readTypeName(nodeAt(definition.body, "typeName")).type,
        using: printExpression(nodeAt(definition.body, "raw_default")) || null,
      });
    case "AT_SetNotNull":
      return alterColumn(table, name, { nullable: false });
    case "AT_DropNotNull":
      return alterColumn(table, name, { nullable: true });
    case "AT_ColumnDefault":
      return alterColumn(table, name, { serverDefault: printExpression(nodeAt(command, "def")) || null });
    case "AT_AddConstraint":
      return addConstraint(table, definition.body);
    case "AT_ValidateConstraint":
      return { kind: "validate-constraint", table, name };
    case "AT_DropConstraint":
      return { kind: "drop-constraint", table, name, constraint: null };
    case "AT_AttachPartition":
    case "AT_DetachPartition":
      return partition(table, subtype, definition.body);
    default:
      return { kind: "other", command: `ALTER TABLE ${subcommandName(subtype)}`, relations: [table] };
  }
}

function addColumn(table: string, body: Node): SchemaOperation {
  const { column, constraints } = readColumn(body);
  return constraints.length === 0
    ? { kind: "add-column", table, column }
    : { kind: "add-column", table, column, constraints };
}

/** An `alter-column` operation that changes nothing but what is given. */
export function alterColumn(
  table: string,
  column: string,
  aspect: Partial<
    Pick<AlterColumn, "rename" | "type" | "existingType" | "nullable" | "serverDefault" | "using">
  >,
): AlterColumn {
  return {
    kind: "alter-column",
    table,
    column,
    rename: null,
    type: null,
    existingType: null,
    nullable: null,
    using: null,
    ...aspect,
  };
}

function addConstraint(table: string, body: Node): SchemaOperation {
  const read = readConstraint(body, null);
  if (read === null) {
    // PostgreSQL 18: ADD CONSTRAINT … NOT NULL column [NOT VALID]
    const [column] = nodesAt(body, "keys").map((key) => textAt(tagged(key).body, "sval") ?? "?");
    return textAt(body, "contype") === "CONSTR_NOTNULL" && column !== undefined
      ? notNullConstraint(table, column, body)
      : { kind: "other", command: "ALTER TABLE ADD CONSTRAINT", relations: [table] };
  }
  const { kind, ...constraint } = read.constraint;
  return {
    kind: "add-constraint",
    table,
    ...constraint,
    constraint: kind,
    notValid: read.notValid,
    usingIndex: read.usingIndex,
  };
}

function notNullConstraint(table: string, column: string, body: Node): SchemaOperation {
  if (!flagAt(body, "skip_validation")) return alterColumn(table, column, { nullable: false });
  return {
    kind: "add-constraint",
    table,
    name: textAt(body, "conname"),
    constraint: "check",
    columns: [],
    references: null,
    expression: `${column} IS NOT NULL`,
    notValid: true,
    usingIndex: false,
  };
}

function partition(table: string, subtype: string, body: Node): SchemaOperation {
  const child = relationName(nodeAt(body, "name")) ?? "?";
  const concurrently = flagAt(body, "concurrent") ? " CONCURRENTLY" : "";
  const verb = subtype === "AT_AttachPartition" ? "ATTACH" : "DETACH";
  return {
    kind: "other",
    command: `ALTER TABLE ${verb} PARTITION${concurrently}`,
    relations: [table, child],
  };
}

/** `AT_EnableRowSecurity` → `ENABLE ROW SECURITY`, `AT_SetUnLogged` → `SET UNLOGGED`. */
function subcommandName(subtype: string): string {
  return subtype
    .replace("AT_", "")
    .replace("UnLogged", "Unlogged")
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .toUpperCase();
}
