import { normalColumnType } from "../column-types.ts";
import type { ColumnType } from "../database.ts";

/**
 * What changing a column's type does to the table: `none` only takes the lock, `rewrite` writes every row anew,
 * `time-zone` rewrites unless the session's TimeZone is UTC, `unknown` where a type is not known well enough.
 */
export type TypeChange = "none" | "rewrite" | "time-zone" | "unknown";

/** Types that PostgreSQL stores alike, so that going from the first to the second needs no new rows. */
const alike: ReadonlySet<string> = new Set([
  "string text",
  "string citext",
  "text string",
  "text citext",
  "citext text",
  "citext string",
  "cidr inet",
  "xml text",
  "xml string",
]);

/**
 * Judges a change of type by what was measured on PostgreSQL 15 (`ALTER COLUMN … TYPE`, relfilenode before and after,
 * 46 types each with each; test/facts/postgresql/type-changes.json). `using` is the conversion as written, or null.
 */
export function judgeTypeChange(from: ColumnType | null, to: ColumnType, using: string | null): TypeChange {
  if (from === null) return "unknown";
  // A type of the database's own may be an enum, a domain or anything else.
  if (from.opaque || to.opaque) return from.opaque && to.opaque && from.name === to.name ? "none" : "unknown";
  if (using !== null && !isPlainCast(using)) return "rewrite";
  const [old, fresh] = [normalColumnType(from), normalColumnType(to)];
  // Two enums may be one type whose labels changed elsewhere, or two types.
  if (old.name === "enum" && fresh.name === "enum") return sameArgs(old, fresh) ? "none" : "unknown";
  if (old.name === "datetime" && fresh.name === "datetime") return judgeTimestamps(old, fresh);
  if (old.name === fresh.name) return judgeArguments(old, fresh);
  const shortens = fresh.name === "string" && fresh.args.length > 0;
  return alike.has(`${old.name} ${fresh.name}`) && !shortens ? "none" : "rewrite";
}

function sameArgs(a: ColumnType, b: ColumnType): boolean {
  return a.args.length === b.args.length && a.args.every((argument, at) => argument === b.args[at]);
}

function judgeTimestamps(from: ColumnType, to: ColumnType): TypeChange {
  const zone = (type: ColumnType): boolean => type.args.includes("timezone");
  const digits = (type: ColumnType): number =>
    Number(type.args.find((argument) => argument !== "timezone") ?? "6");
  if (digits(to) < digits(from)) return "rewrite";
  if (zone(from) === zone(to)) return "none";
  // Rounding comes on top of the change of zone, even to the precision that was there.
  return digits(to) < 6 ? "rewrite" : "time-zone";
}

function judgeArguments(from: ColumnType, to: ColumnType): TypeChange {
  if (sameArgs(from, to)) return "none";
  const [old, fresh] = [from.args.map(Number), to.args.map(Number)];
  const [oldFirst = Number.NaN, oldSecond = 0] = old;
  const [freshFirst = Number.NaN, freshSecond = 0] = fresh;
  switch (from.name) {
    case "string":
      // A shorter or a first limit has to be checked against every row.
      return to.args.length === 0 || freshFirst >= oldFirst ? "none" : "rewrite";
    case "numeric":
      if (to.args.length === 0) return "none";
      return freshFirst >= oldFirst && freshSecond === oldSecond ? "none" : "rewrite";
    case "time":
      return "rewrite";
    case "bit":
      return to.args.includes("varying") && from.args.includes("varying") && freshFirst >= oldFirst
        ? "none"
        : "rewrite";
    default:
      return "rewrite";
  }
}

/** `name::type`, `CAST(name AS type)` and the bare column say no more than the conversion that happens anyway. */
function isPlainCast(using: string): boolean {
  return (
    /^"?\w+"?(?:::[\w ()[\],."]+)?$/.test(using) || /^cast\(\s*"?\w+"?\s+as\s+[\w ()[\],."]+\)$/i.test(using)
  );
}
