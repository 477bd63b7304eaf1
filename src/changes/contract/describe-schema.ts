import { canonicalJson, fingerprint } from "../../text/canonical.ts";
import { shortName } from "./names.ts";
import type { Bound, SchemaView } from "./schema-view.ts";

const longest = 120;

/**
 * A type in a few words, such as `string(date-time) | null`, `UserRead[]` or `"a" | "b"`. It is part of a finding's
 * identity: equal types give equal text.
 */
export function describeType(view: SchemaView): string {
  return shorten(nameType(view, 3));
}

/** Lists of lists end at `levels`: a type may be a list of itself. */
function nameType(view: SchemaView, levels: number): string {
  const name = plainType(view, levels);
  return view.nullable ? `${name} | null` : name;
}

function plainType(view: SchemaView, levels: number): string {
  if (view.component !== null) return shortName(view.component);
  if (view.opaque !== null) return view.opaque;
  if (view.constant !== null) return canonicalJson(view.constant.value);
  if (view.enumeration !== null) return view.enumeration.map(canonicalJson).join(" | ");
  if (view.union !== null) return view.union.branches.map(branchName).join(" | ");
  if (view.types.length === 0) return view.properties.size > 0 ? "object" : "any";
  const item = view.itemView();
  return view.types
    .map((type) =>
      type === "array" && item !== null && levels > 0
        ? listOf(nameType(item, levels - 1))
        : withFormat(type, view.format),
    )
    .join(" | ");
}

function listOf(item: string): string {
  return item.includes(" ") ? `(${item})[]` : `${item}[]`;
}

/** How an alternative is called: its component, else its type. */
export function branchName(view: SchemaView): string {
  if (view.component !== null) return shortName(view.component);
  if (view.opaque !== null) return view.opaque;
  if (view.constant !== null) return canonicalJson(view.constant.value);
  if (view.enumeration !== null) return view.enumeration.map(canonicalJson).join(" | ");
  return view.types.map((type) => withFormat(type, view.format)).join(" | ") || "any";
}

function withFormat(type: string, format: string | null): string {
  return format === null ? type : `${type}(${format})`;
}

const boundWords: Readonly<Record<Bound, string>> = {
  min: "at least",
  max: "at most",
  "exclusive-min": "more than",
  "exclusive-max": "less than",
  "multiple-of": "multiple of",
  "min-length": "min length",
  "max-length": "max length",
  "min-items": "min items",
  "max-items": "max items",
};

/** What restricts the values beyond their type: `at least 1, max length 50`. */
export function describeRestrictions(view: SchemaView): string {
  const words = [...view.bounds].map(([bound, value]) => `${boundWords[bound]} ${value}`);
  if (view.pattern !== null) words.push(`pattern ${view.pattern}`);
  if (view.uniqueItems) words.push("unique items");
  return words.join(", ");
}

export function describeBound(bound: Bound, value: number | null): string {
  return value === null ? "none" : `${boundWords[bound]} ${value}`;
}

export function describeValue(value: unknown): string {
  return shorten(canonicalJson(value));
}

/** Long texts keep their identity by a digest of the whole. */
function shorten(text: string): string {
  if (text.length <= longest) return text;
  return `${text.slice(0, longest)}… (${text.length} characters, ${fingerprint(text).slice(0, 8)})`;
}
