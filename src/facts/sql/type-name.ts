import type { ColumnType } from "../database.ts";
import { formatColumnType, formatPostgresType, genericTypeName } from "../column-types.ts";
import { integerOf, nodeAt, nodesAt, qualifiedName, stringsAt, tagged, textAt, type Node } from "./node.ts";

/** Types whose name says that a sequence makes their default. */
const serials: ReadonlyMap<string, string> = new Map([
  ["serial", "integer"],
  ["serial4", "integer"],
  ["bigserial", "biginteger"],
  ["serial8", "biginteger"],
  ["smallserial", "smallinteger"],
  ["serial2", "smallinteger"],
]);

export interface ReadType {
  readonly type: ColumnType;
  readonly serial: boolean;
}

/** A `TypeName` body as a column type; a type of the user's own is opaque. */
export function readTypeName(typeName: Node | null): ReadType {
  if (typeName === null) return { type: { name: "?", args: [], opaque: true }, serial: false };
  const parts = stringsAt(typeName, "names").filter((part) => part !== "pg_catalog");
  const name = qualifiedName(parts);
  const serial = serials.get(name);
  if (serial !== undefined) return { type: { name: serial, args: [], opaque: false }, serial: true };
  const element = elementType(name, nodesAt(typeName, "typmods").map(modifier));
  const dimensions = nodesAt(typeName, "arrayBounds").length;
  const type =
    dimensions === 0 ? element : { name: "array", args: [formatColumnType(element)], opaque: false };
  return { type, serial: false };
}

function elementType(name: string, args: readonly string[]): ColumnType {
  if (name === "timestamptz") return { name: "datetime", args: ["timezone", ...args], opaque: false };
  if (name === "timetz") return { name: "time", args: ["timezone", ...args], opaque: false };
  if (name === "varbit") return { name: "bit", args: [...args, "varying"], opaque: false };
  // `char` alone is char(1); libpg-query writes the 1.
  const generic = genericTypeName(name);
  if (generic === null) return { name, args: [], opaque: true };
  if (generic === "interval") return { name: generic, args: [], opaque: false };
  if (generic === "numeric" && args.length === 1)
    return { name: generic, args: [args[0] ?? "", "0"], opaque: false };
  return { name: generic, args, opaque: false };
}

function modifier(node: Node): string {
  const { body } = tagged(node);
  const integer = nodeAt(body, "ival");
  if (integer !== null) return String(integerOf(integer));
  const string = nodeAt(body, "sval");
  return string === null ? "?" : (textAt(string, "sval") ?? "");
}

/** The type as PostgreSQL writes it. */
export function printTypeName(typeName: Node | null): string {
  return formatPostgresType(readTypeName(typeName).type);
}
