/**
 * Access to libpg-query's nodes (`{ AlterTableStmt: { relation: {…} } }`). Fields that hold their type's default are
 * left out by libpg-query: a missing integer is 0, a missing flag false.
 */
export type Node = Readonly<Record<string, unknown>>;

export function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A field that is a node of a fixed type (`relation`), or null. */
export function nodeAt(node: Node, field: string): Node | null {
  const value = node[field];
  return isNode(value) ? value : null;
}

/** A field that is a list of nodes; nodes of other kinds in it are left out. */
export function nodesAt(node: Node, field: string): readonly Node[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

export function textAt(node: Node, field: string): string | null {
  const value = node[field];
  return typeof value === "string" ? value : null;
}

export function flagAt(node: Node, field: string): boolean {
  return node[field] === true;
}

/** An `Integer` body's number; libpg-query leaves a zero out. */
export function integerOf(body: Node): number {
  const value = body["ival"];
  return typeof value === "number" ? value : 0;
}

export interface Tagged {
  readonly tag: string;
  readonly body: Node;
}

/** `{ ColumnDef: {…} }` → its tag and body; an unknown shape has tag "". */
export function tagged(node: Node | null): Tagged {
  if (node === null) return { tag: "", body: {} };
  const [tag] = Object.keys(node);
  const body = tag === undefined ? null : node[tag];
  return tag !== undefined && isNode(body) ? { tag, body } : { tag: "", body: {} };
}

/** The text of a `String` node, or null. */
export function stringOf(node: Node): string | null {
  const { tag, body } = tagged(node);
  return tag === "String" ? (textAt(body, "sval") ?? "") : null;
}

/** The texts of a field that is a list of `String` nodes. */
export function stringsAt(node: Node, field: string): readonly string[] {
  return nodesAt(node, field).map((item) => stringOf(item) ?? "");
}

/** `a.b.c` of a `List`, a `TypeName` or a single `String` node. */
export function nameParts(node: Node): readonly string[] {
  const { tag, body } = tagged(node);
  if (tag === "String") return [textAt(body, "sval") ?? ""];
  if (tag === "List") return stringsAt(body, "items");
  if (tag === "TypeName") return stringsAt(body, "names");
  if (tag === "ObjectWithArgs") return stringsAt(body, "objname");
  return [];
}

/** `public` is where a search path leads by default: a name in it and the same name alone are one relation. */
const defaultSchema = "public";

/** `schema.table`, or `table` where the schema is not given or is `public`. */
export function qualifiedName(parts: readonly string[]): string {
  const [schema, ...rest] = parts;
  return rest.length > 0 && schema === defaultSchema ? rest.join(".") : parts.join(".");
}

/** Name of a `RangeVar` body. */
export function relationName(range: Node | null): string | null {
  if (range === null) return null;
  const name = textAt(range, "relname");
  if (name === null) return null;
  const schema = textAt(range, "schemaname");
  return qualifiedName(schema === null ? [name] : [schema, name]);
}
