import type { ColumnSpecification, ColumnType } from "../facts/database.ts";
import type { Passage } from "../text/passage.ts";
import { readSentence, type Sentence } from "../text/sentence.ts";

/** Alembic code for the safe way, with the names of the operation filled in. Names are untrusted: they are quoted. */

export function quote(text: string): string {
  return JSON.stringify(text);
}

export function quotes(names: readonly string[]): string {
  return `[${names.map(quote).join(", ")}]`;
}

/** PostgreSQL's limit for names. */
const longestName = 63;

/** The name of an index or constraint. Alembic cuts off one that is too long only where it is marked as a convention's. */
export function nameCode(name: string): string {
  return name.length > longestName ? `op.f(${quote(name)})` : quote(name);
}

/** `"users"` and the keyword for its schema, which goes to the end of a call: `, schema="billing"` or nothing. */
export function tableCode(table: string): { readonly name: string; readonly schema: string } {
  const dot = table.lastIndexOf(".");
  return dot < 0
    ? { name: quote(table), schema: "" }
    : { name: quote(table.slice(dot + 1)), schema: `, schema=${quote(table.slice(0, dot))}` };
}

/** Reserved for tables and columns in one of PostgreSQL 11 to 18 (manual, appendix C). */
const reserved: ReadonlySet<string> = new Set(
  (
    "all analyse analyze and any array as asc asymmetric authorization binary both case cast check " +
    "collate collation column concurrently constraint create cross current_catalog current_date " +
    "current_role current_schema current_time current_timestamp current_user default deferrable desc " +
    "distinct do else end except false fetch for foreign freeze from full grant group having ilike in " +
    "initially inner intersect into is isnull join lateral leading left like limit localtime " +
    "localtimestamp natural not notnull null offset on only or order outer overlaps placing primary " +
    "references returning right select session_user similar some symmetric system_user table tablesample " +
    "then to trailing true union unique user using variadic verbose when where window with"
  ).split(" "),
);

/** An identifier in SQL, quoted where PostgreSQL would fold or refuse it. */
export function sqlName(name: string): string {
  return name
    .split(".")
    .map((part) =>
      /^[a-z_][a-z0-9_]*$/.test(part) && !reserved.has(part) ? part : `"${part.replaceAll('"', '""')}"`,
    )
    .join(".");
}

/** `op.execute("…")`. */
export function executeCode(sql: string): string {
  return `op.execute(${quote(sql)})`;
}

/** A name for a new constraint or index, within PostgreSQL's 63 bytes. */
export function newName(...parts: readonly string[]): string {
  return parts
    .join("_")
    .replaceAll(/[^A-Za-z0-9_]+/g, "_")
    .slice(0, longestName);
}

/** SQLAlchemy's own types; those of PostgreSQL alone are in `postgresqlTypes`. */
const typeNames: ReadonlyMap<string, string> = new Map([
  ["string", "String"],
  ["text", "Text"],
  ["char", "CHAR"],
  ["integer", "Integer"],
  ["smallinteger", "SmallInteger"],
  ["biginteger", "BigInteger"],
  ["boolean", "Boolean"],
  ["date", "Date"],
  ["datetime", "DateTime"],
  ["time", "Time"],
  ["interval", "Interval"],
  ["numeric", "Numeric"],
  ["float", "Float"],
  ["double", "Double"],
  ["largebinary", "LargeBinary"],
  ["uuid", "Uuid"],
  ["json", "JSON"],
  ["real", "REAL"],
]);

/** Names in `sqlalchemy.dialects.postgresql`. */
const postgresqlTypes: ReadonlyMap<string, string> = new Map(
  ["jsonb", "citext", "hstore", "inet", "cidr", "macaddr", "money", "tsvector", "tsquery", "oid"].map(
    (name) => [name, name.toUpperCase()],
  ),
);

/** `sa.String(80)`; `...` stands for a type that has to be repeated from the migration. */
export function typeCode(type: ColumnType | null): string {
  return (type === null ? null : knownTypeCode(type)) ?? "...";
}

/** `sa.String(80)`, `postgresql.JSONB()`; null for a type that neither has under a fixed name. */
export function knownTypeCode(type: ColumnType): string | null {
  if (type.opaque) return null;
  const own = postgresqlTypes.get(type.name);
  if (own !== undefined) return `postgresql.${own}()`;
  const name = typeNames.get(type.name);
  if (name === undefined) return null;
  const args = type.args.map((argument) => (argument === "timezone" ? "timezone=True" : argument));
  return `sa.${name}(${args.join(", ")})`;
}

/** `sa.Column("age", sa.Integer(), nullable=True)` with further keywords. */
export function columnCode(column: ColumnSpecification, ...keywords: readonly string[]): string {
  return `sa.Column(${[quote(column.name), typeCode(column.type), ...keywords].join(", ")})`;
}

/** Statements that run outside of the migration's transaction. */
export function autocommitCode(...lines: readonly string[]): string {
  return ["with op.get_context().autocommit_block():", ...lines.map((line) => `    ${line}`)].join("\n");
}

/** A sentence and the code that shows it; a text has its code in backticks. */
export function fixWith(said: Sentence | string, ...code: readonly string[]): Passage {
  return [
    { kind: "prose", sentence: typeof said === "string" ? readSentence(said) : said },
    { kind: "code", language: "python", text: code.join("\n") },
  ];
}
