import { canonicalJson } from "../../text/canonical.ts";
import type { SchemaDifference, Value } from "./difference.ts";
import { isAny, type SchemaView } from "./schema-view.ts";

/** What is said of the place, whatever type stands there. */
export function comparePlace(before: SchemaView, after: SchemaView, differences: SchemaDifference[]): void {
  if (before.nullable !== after.nullable && !isAny(before) && !isAny(after)) {
    differences.push({ kind: "nullable", now: after.nullable });
  }
  if (differentValues(before.default, after.default)) {
    differences.push({ kind: "default", before: before.default, after: after.default });
  }
  if (before.deprecated !== after.deprecated) differences.push({ kind: "deprecated", now: after.deprecated });
  if (before.readOnly !== after.readOnly) {
    differences.push({ kind: "mutability", what: "read-only", now: after.readOnly });
  }
  if (before.writeOnly !== after.writeOnly) {
    differences.push({ kind: "mutability", what: "write-only", now: after.writeOnly });
  }
}

export function compareValues(before: SchemaView, after: SchemaView, differences: SchemaDifference[]): void {
  compareEnumerations(before, after, differences);
  compareRestrictions(before, after, differences);
}

/** An enumeration of one is written as a constant: both are the values that are allowed. */
function compareEnumerations(before: SchemaView, after: SchemaView, differences: SchemaDifference[]): void {
  if (before.constant !== null && after.constant !== null) {
    compareConstants(before.constant, after.constant, differences);
    return;
  }
  if (before.enumeration === null && after.enumeration === null) {
    compareConstants(before.constant, after.constant, differences);
    return;
  }
  const old = allowedValues(before);
  const fresh = allowedValues(after);
  const added = missing(fresh ?? [], old ?? []);
  const removed = missing(old ?? [], fresh ?? []);
  if (added.length === 0 && removed.length === 0) return;
  const became = old === null ? "restricted" : fresh === null ? "free" : null;
  differences.push({ kind: "values", added, removed, became });
}

function compareConstants(before: Value | null, after: Value | null, differences: SchemaDifference[]): void {
  if (differentValues(before, after)) differences.push({ kind: "constant", before, after });
}

function differentValues(before: Value | null, after: Value | null): boolean {
  return before !== after && canonicalJson(before) !== canonicalJson(after);
}

function allowedValues(view: SchemaView): readonly unknown[] | null {
  return view.enumeration ?? (view.constant === null ? null : [view.constant.value]);
}

function missing(values: readonly unknown[], from: readonly unknown[]): readonly unknown[] {
  const known = new Set(from.map(canonicalJson));
  return values.filter((value) => !known.has(canonicalJson(value)));
}

const boundNames = [
  "min",
  "max",
  "exclusive-min",
  "exclusive-max",
  "multiple-of",
  "min-length",
  "max-length",
  "min-items",
  "max-items",
] as const;

export function compareRestrictions(
  before: SchemaView,
  after: SchemaView,
  differences: SchemaDifference[],
): void {
  const bounded = before.bounds.size > 0 || after.bounds.size > 0;
  for (const bound of bounded ? boundNames : []) {
    // A length cannot be below zero: no minimum is a minimum of zero.
    const none = bound === "min-length" || bound === "min-items" ? 0 : null;
    const old = before.bounds.get(bound) ?? none;
    const fresh = after.bounds.get(bound) ?? none;
    if (old !== fresh) differences.push({ kind: "bound", bound, before: old, after: fresh });
  }
  if (before.pattern !== after.pattern) {
    differences.push({ kind: "pattern", before: before.pattern, after: after.pattern });
  }
  if (before.uniqueItems !== after.uniqueItems) {
    differences.push({ kind: "unique-items", now: after.uniqueItems });
  }
  if (before.contentMediaType !== after.contentMediaType) differences.push({ kind: "content-media-type" });
}
