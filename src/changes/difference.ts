import { canonicalJson, fingerprint } from "../text/canonical.ts";
import { isRecord, member } from "../text/record.ts";

/** A value inside of plain data that is not the same on both sides; `undefined` where a side does not have it. */
export interface Difference {
  /** Keys and indexes, joined by dots; empty for the whole. */
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

/**
 * Where two values of plain data differ, as deep as both have the same shape, in order of the paths. A list whose
 * length changed differs as a whole: what moved in it cannot be told.
 */
export function differencesOf(before: unknown, after: unknown, path = ""): readonly Difference[] {
  if (
    canonicalJson(before ?? null) === canonicalJson(after ?? null) &&
    (before === undefined) === (after === undefined)
  )
    return [];
  const keys = sharedKeys(before, after);
  if (keys === null) return [{ path, before, after }];
  return keys.flatMap((key) =>
    differencesOf(at(before, key), at(after, key), path === "" ? key : `${path}.${key}`),
  );
}

/** One short text for one side of some differences, for a finding: the same values give the same text, whatever their length. */
export function sideText(differences: readonly Difference[], side: "before" | "after"): string | null {
  const present = differences.filter((difference) => difference[side] !== undefined);
  if (present.length === 0) return null;
  return shortText(
    present.map((difference) => `${difference.path}: ${canonicalJson(difference[side])}`).join("; "),
  );
}

const longest = 160;

/** The text, or its beginning and a fingerprint of it all. */
export function shortText(text: string): string {
  const characters = Array.from(text);
  if (characters.length <= longest) return text;
  return `${characters.slice(0, longest - 20).join("")}… ${fingerprint(text)}`;
}

function sharedKeys(before: unknown, after: unknown): readonly string[] | null {
  if (Array.isArray(before) && Array.isArray(after))
    return before.length === after.length ? before.map((_, index) => String(index)) : null;
  if (!isRecord(before) || !isRecord(after)) return null;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
}

function at(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return member(value, key);
}
