import type { ColumnType } from "./database.ts";

/**
 * One vocabulary for column types, whether SQLAlchemy or SQL names them: the lower-case name of SQLAlchemy's generic
 * ("CamelCase") class, with PostgreSQL's own name where there is no generic one. `VARCHAR(50)`, `String(50)` and
 * `character varying(50)` are all `string` with `["50"]`.
 */
const genericNames: ReadonlyMap<string, string> = new Map(
  Object.entries({
    string: ["string", "varchar", "nvarchar", "unicode", "autostring", "character varying"],
    char: ["char", "nchar", "bpchar", "character"],
    text: ["text", "unicodetext", "clob", "tinytext", "mediumtext", "longtext"],
    smallinteger: ["smallinteger", "smallint", "int2"],
    integer: ["integer", "int", "int4"],
    biginteger: ["biginteger", "bigint", "int8"],
    numeric: ["numeric", "decimal", "dec"],
    float: ["float"],
    real: ["real", "float4"],
    double: ["double", "double_precision", "double precision", "float8"],
    boolean: ["boolean", "bool"],
    date: ["date"],
    datetime: ["datetime", "timestamp", "timestamp without time zone"],
    time: ["time", "time without time zone"],
    interval: ["interval"],
    uuid: ["uuid", "guid"],
    json: ["json"],
    jsonb: ["jsonb"],
    largebinary: ["largebinary", "bytea", "blob", "binary", "varbinary"],
    enum: ["enum"],
    array: ["array"],
    bit: ["bit"],
    tsvector: ["tsvector", "tsvectortype"],
    tsquery: ["tsquery"],
    hstore: ["hstore"],
    citext: ["citext"],
    inet: ["inet"],
    cidr: ["cidr"],
    macaddr: ["macaddr"],
    macaddr8: ["macaddr8"],
    money: ["money"],
    oid: ["oid"],
    regclass: ["regclass"],
    vector: ["vector"],
    ltree: ["ltree"],
    xml: ["xml"],
    int4range: ["int4range"],
    int8range: ["int8range"],
    numrange: ["numrange"],
    daterange: ["daterange"],
    tsrange: ["tsrange"],
    tstzrange: ["tstzrange"],
    geometry: ["geometry"],
    geography: ["geography"],
  }).flatMap(([generic, names]) => names.map((name) => [name, generic] as const)),
);

/** The generic name of a SQLAlchemy class (`VARCHAR`, `BigInteger`) or a PostgreSQL type (`int8`), or null when it has none. */
export function genericTypeName(name: string): string | null {
  return genericNames.get(name.toLowerCase()) ?? null;
}

/** `string(50)`, `datetime(timezone)`, `mood`: for messages, comparison and identities, for which it is frozen. */
export function formatColumnType(type: ColumnType): string {
  return type.args.length === 0 || type.opaque ? type.name : `${type.name}(${type.args.join(", ")})`;
}

/** One form of types that PostgreSQL does not tell apart: `FLOAT(10)` is `real`, `NUMERIC(4)` has the scale 0 (manual, 8.1). */
export function normalColumnType(type: ColumnType): ColumnType {
  if (type.opaque) return type;
  const [precision] = type.args;
  if (type.name === "float") {
    return { ...type, name: Number(precision ?? "53") <= 24 ? "real" : "double", args: [] };
  }
  if (type.name === "numeric" && precision !== undefined && type.args.length === 1) {
    return { ...type, args: [precision, "0"] };
  }
  return type;
}

/** The inverse of `formatColumnType`. */
function parseColumnType(text: string): ColumnType {
  const open = text.indexOf("(");
  if (open < 0) return { name: text, args: [], opaque: genericTypeName(text) === null };
  return { name: text.slice(0, open), args: text.slice(open + 1, -1).split(", "), opaque: false };
}

const postgresNames: ReadonlyMap<string, string> = new Map([
  ["string", "varchar"],
  ["smallinteger", "smallint"],
  ["biginteger", "bigint"],
  ["float", "double precision"],
  ["double", "double precision"],
  ["largebinary", "bytea"],
  ["datetime", "timestamp"],
]);

/** The type as PostgreSQL writes it: `varchar(50)`, `timestamptz`, `integer[]`. */
export function formatPostgresType(type: ColumnType): string {
  if (type.opaque) return type.name;
  if (type.name === "datetime") return type.args.includes("timezone") ? "timestamptz" : "timestamp";
  if (type.name === "time") return type.args.includes("timezone") ? "timetz" : "time";
  if (type.name === "array") return `${formatPostgresType(parseColumnType(type.args[0] ?? "?"))}[]`;
  if (type.name === "enum") return "enum";
  const name = postgresNames.get(type.name) ?? type.name;
  return type.args.length === 0 || type.name === "float" ? name : `${name}(${type.args.join(", ")})`;
}
