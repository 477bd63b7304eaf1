import type { SchemaView } from "./schema-view.ts";

/** Every value of `narrow` is a value of `wide`: the same type, or an integer where a number is expected. */
function isSubtype(narrow: string, wide: string): boolean {
  return narrow === wide || (narrow === "integer" && wide === "number");
}

/** Every type of `narrow` is covered by `wide`. Nothing is covered by an empty list, and an empty list covers nothing. */
export function typesWithin(narrow: readonly string[], wide: readonly string[]): boolean {
  return narrow.length > 0 && narrow.every((type) => wide.some((other) => isSubtype(type, other)));
}

/** What a change of type or format means to whoever has to accept the values. */
export type TypeVerdict =
  /** Whatever was accepted still is. */
  | "accepted"
  /** Only because the media type writes every value as text. */
  | "accepted-as-text"
  | "refused";

interface TypeAndFormat {
  readonly types: readonly string[];
  readonly format: string | null;
}

/**
 * Whether values of `from` are still values of `to`, judged on type and format alone. For a request `from` is before
 * and `to` after; for a response the other way round, because there the reader has to accept what is newly sent.
 * `typed`: the media type keeps types apart (JSON), so that `"1"` is not `1`.
 */
export function judgeType(from: TypeAndFormat, to: TypeAndFormat, typed: boolean): TypeVerdict {
  const typesDiffer = !sameTypes(from.types, to.types);
  const format = from.format === to.format || formatWithin(from, to);
  if (!typesDiffer || to.types.length === 0 || typesWithin(from.types, to.types))
    return format ? "accepted" : "refused";
  if (!typed && format && to.types.length === 1 && to.types[0] === "string") return "accepted-as-text";
  return "refused";
}

export function sameTypes(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((type) => b.includes(type));
}

/** Formats that contain another of the same type; no format contains all. */
const widerFormats: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["number float", new Set(["double"])],
  ["integer int32", new Set(["int64", "bigint"])],
  ["integer int64", new Set(["bigint"])],
  ["string date", new Set(["date-time"])],
  ["string time", new Set(["date-time"])],
  // Pydantic's UUID1 to UUID8 are UUIDs of one version.
  ...[1, 3, 4, 5, 6, 7, 8].map((version) => [`string uuid${version}`, new Set(["uuid"])] as const),
]);

function formatWithin(from: TypeAndFormat, to: TypeAndFormat): boolean {
  if (to.format === null) return true;
  const [type, ...others] = to.types;
  if (type === undefined || others.length > 0) return false;
  return widerFormats.get(`${type} ${from.format ?? ""}`)?.has(to.format) ?? false;
}

/**
 * The types that a schema stands for when it is a type, or a union of nothing but types (`int | str`): the pattern in
 * which adding an alternative is best read as adding a type. Null for objects with properties and mixed unions.
 */
export function simpleTypes(view: SchemaView): readonly string[] | null {
  if (view.opaque !== null || view.allOf.length > 0 || view.properties.size > 0) return null;
  if (view.union === null) return view.types.length === 1 ? view.types : null;
  if (view.types.length > 0) return null;
  const types = view.union.branches.map((branch) =>
    branch.union === null && branch.types.length === 1 ? simpleTypes(branch) : null,
  );
  if (types.some((type) => type === null)) return null;
  return [...new Set(types.flatMap((type) => type ?? []))];
}
