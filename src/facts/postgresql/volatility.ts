/**
 * Which functions make `ADD COLUMN … DEFAULT f()` rewrite the table: volatile ones, because each row needs a value of
 * its own (PostgreSQL manual, ALTER TABLE, Notes). `pg_proc.provolatile` of PostgreSQL 15 to 18, uuid-ossp and pgcrypto.
 */
const volatileFunctions: ReadonlySet<string> = new Set([
  "clock_timestamp",
  "currval",
  "gen_random_bytes",
  "gen_random_uuid",
  "gen_salt",
  "lastval",
  "nextval",
  "random",
  "random_normal",
  "setval",
  "timeofday",
  "uuid_generate_v1",
  "uuid_generate_v1mc",
  "uuid_generate_v4",
  "uuidv4",
  "uuidv7",
]);

/** Stable and immutable functions that defaults use. A function that is in neither list is somebody's own. */
const steadyFunctions: ReadonlySet<string> = new Set([
  "abs",
  "age",
  "array_to_json",
  "btrim",
  "ceil",
  "char_length",
  "concat",
  "concat_ws",
  "current_setting",
  "current_user",
  "date",
  "date_part",
  "date_trunc",
  "decode",
  "encode",
  "extract",
  "floor",
  "format",
  "hashtext",
  "int4range",
  "int8range",
  "json_build_array",
  "json_build_object",
  "json_object",
  "jsonb_build_array",
  "jsonb_build_object",
  "jsonb_object",
  "left",
  "length",
  "lower",
  "lpad",
  "ltrim",
  "make_date",
  "make_interval",
  "make_timestamp",
  "make_timestamptz",
  "md5",
  "mod",
  "now",
  "numrange",
  "nullif",
  "power",
  "replace",
  "right",
  "round",
  "rpad",
  "rtrim",
  "session_user",
  "setweight",
  "split_part",
  "statement_timestamp",
  "string_to_array",
  "substr",
  "substring",
  "timezone",
  "to_char",
  "to_date",
  "to_json",
  "to_jsonb",
  "to_number",
  "to_timestamp",
  "to_tsvector",
  "transaction_timestamp",
  "trim",
  "trunc",
  "tsrange",
  "tstzrange",
  "txid_current",
  "upper",
  "uuid_nil",
]);

function localName(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1).toLowerCase();
}

/** A function of the database's own is volatile unless it was declared otherwise (CREATE FUNCTION): then only probably. */
export function isVolatile(name: string): boolean {
  return !steadyFunctions.has(localName(name));
}

/** Volatile in every PostgreSQL that has it. */
export function isKnownVolatile(name: string): boolean {
  return volatileFunctions.has(localName(name));
}
