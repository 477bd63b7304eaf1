import type { Component, Schema } from "../../facts/contract.ts";
import { compareKeywords } from "./compare-keywords.ts";
import { branchName } from "./describe-schema.ts";
import { comparePlace, compareRestrictions, compareValues } from "./compare-values.ts";
import type { SchemaDifference, SchemaPair, Step } from "./difference.ts";
import { shortName } from "./names.ts";
import { isAny, makeSchemaViews, type SchemaView } from "./schema-view.ts";
import { sameTypes, simpleTypes, typesWithin } from "./types.ts";
import { matchBranches } from "./unions.ts";

/** Compares schemas of two contracts; the same two schemas always give the same pair. */
export interface SchemaComparer {
  readonly compare: (before: Schema, after: Schema) => SchemaPair;
}

interface GrowingPair extends SchemaPair {
  readonly differences: SchemaDifference[];
  readonly inner: { readonly step: Step; readonly pair: SchemaPair }[];
  valueToItem: SchemaPair | null;
  unrelated: boolean;
}

/**
 * Work is linear in the pairs that meet, not in the paths that lead to them: a pair is stored before it is compared,
 * so that recursive models end at themselves (two recursive models are equal unless something in them differs).
 */
export function makeSchemaComparer(
  before: ReadonlyMap<string, Component>,
  after: ReadonlyMap<string, Component>,
): SchemaComparer {
  const beforeViews = makeSchemaViews(before);
  const afterViews = makeSchemaViews(after);
  const pairs = new Map<SchemaView, Map<SchemaView, SchemaPair>>();

  function compareViews(old: SchemaView, fresh: SchemaView): SchemaPair {
    const known = pairs.get(old) ?? new Map<SchemaView, SchemaPair>();
    pairs.set(old, known);
    const done = known.get(fresh);
    if (done !== undefined) return done;
    const pair: GrowingPair = {
      before: old,
      after: fresh,
      differences: [],
      inner: [],
      valueToItem: null,
      unrelated: false,
    };
    known.set(fresh, pair);
    fill(pair);
    return pair;
  }

  function compareInner(pair: GrowingPair, step: Step, old: Schema, fresh: Schema): void {
    pair.inner.push({ step, pair: compareViews(beforeViews.of(old), afterViews.of(fresh)) });
  }

  function fill(pair: GrowingPair): void {
    const { before, after, differences } = pair;
    if (before.opaque !== null || after.opaque !== null) {
      if (before.opaque !== after.opaque) differences.push({ kind: "opaque" });
      return;
    }
    comparePlace(before, after, differences);
    compareKeywords(before.further, after.further, {
      differences,
      inner: (name, old, fresh) => compareInner(pair, { kind: "keyword", name }, old, fresh),
    });
    if (isAny(before) && isAny(after)) return;
    if (isAny(before) || isAny(after)) {
      differences.push({ kind: "type" });
      pair.unrelated = true;
      if (before.union === null && after.union === null) compareObjects(pair);
      return;
    }
    if (!isWrapped(before, after)) compareDiscriminators(before, after, differences);
    if (before.union !== null || after.union !== null) compareUnions(pair);
    else compareSingle(pair);
  }

  function compareSingle(pair: GrowingPair): void {
    const { before, after, differences } = pair;
    const typesDiffer = !sameTypes(before.types, after.types);
    if (typesDiffer || before.format !== after.format) differences.push({ kind: "type" });
    compareValues(before, after, differences);
    if (typesDiffer && before.types.length > 0 && after.types.length > 0) {
      pair.unrelated = !typesWithin(before.types, after.types) && !typesWithin(after.types, before.types);
      if (after.items !== null && !before.types.includes("array")) {
        pair.valueToItem = compareViews(withoutPlace(before), withoutPlace(afterViews.of(after.items)));
      }
    }
    compareObjects(pair);
    compareLists(pair);
    compareParts(pair);
  }

  function compareObjects(pair: GrowingPair): void {
    const { before, after, differences } = pair;
    const renamed = renamedProperties(before, after);
    for (const [name, old] of before.properties) {
      const fresh = after.properties.get(name);
      if (fresh === undefined) {
        differences.push({
          kind: "property",
          name,
          status: "removed",
          required: before.required.has(name),
          view: beforeViews.of(old),
          refused: after.additionalProperties === false,
          renamed: renamed.has(name),
        });
        continue;
      }
      compareInner(pair, { kind: "property", name, required: before.required.has(name) }, old, fresh);
      if (before.required.has(name) !== after.required.has(name)) {
        differences.push({
          kind: "requiredness",
          name,
          now: after.required.has(name) ? "required" : "optional",
          before: beforeViews.of(old),
          after: afterViews.of(fresh),
        });
      }
    }
    for (const [name, fresh] of after.properties) {
      if (before.properties.has(name)) continue;
      differences.push({
        kind: "property",
        name,
        status: "added",
        required: after.required.has(name),
        view: afterViews.of(fresh),
        refused: before.additionalProperties === false,
        renamed: [...renamed.values()].includes(name),
      });
    }
    compareFurtherProperties(pair);
  }

  /** Old name → new name of properties that a request may still send under the old one, with no more need than before. */
  function renamedProperties(old: SchemaView, fresh: SchemaView): ReadonlyMap<string, string> {
    const names = fresh.component === null ? undefined : after.get(fresh.component)?.furtherNames;
    const renamed = new Map<string, string>();
    for (const [name, further] of names ?? []) {
      const known = further.find((one) => old.properties.has(one) && !fresh.properties.has(one));
      const isNeeded = known !== undefined && fresh.required.has(name) && !old.required.has(known);
      if (known !== undefined && !old.properties.has(name) && !isNeeded) renamed.set(known, name);
    }
    return renamed;
  }

  function compareFurtherProperties(pair: GrowingPair): void {
    const { before, after, differences } = pair;
    const old = before.additionalProperties;
    const fresh = after.additionalProperties;
    if ((old === false) !== (fresh === false)) {
      differences.push({ kind: "extra", now: fresh === false ? "refused" : "accepted" });
    } else if (old !== undefined && fresh !== undefined && old !== false && fresh !== false) {
      if (old !== true || fresh !== true) {
        compareInner(pair, { kind: "values" }, old === true ? {} : old, fresh === true ? {} : fresh);
      }
    }
    if (before.propertyNames !== null && after.propertyNames !== null) {
      compareInner(pair, { kind: "names" }, before.propertyNames, after.propertyNames);
    } else if (
      before.propertyNames !== null ? !namesProperties(before, after) : after.propertyNames !== null
    ) {
      differences.push({ kind: "property-names", now: after.propertyNames !== null });
    }
  }

  function compareLists(pair: GrowingPair): void {
    const { before, after, differences } = pair;
    if (before.items !== null && after.items !== null) {
      compareInner(pair, { kind: "items" }, before.items, after.items);
    } else if (before.items !== null || after.items !== null) {
      // `list` without a type takes anything.
      const lists = before.types.includes("array") && after.types.includes("array");
      if (lists && before.prefixItems.length === 0 && after.prefixItems.length === 0) {
        compareInner(pair, { kind: "items" }, before.items ?? anything, after.items ?? anything);
      }
    }
    const shared = Math.min(before.prefixItems.length, after.prefixItems.length);
    for (let index = 0; index < shared; index += 1) {
      const old = before.prefixItems[index];
      const fresh = after.prefixItems[index];
      if (old !== undefined && fresh !== undefined)
        compareInner(pair, { kind: "element", index }, old, fresh);
    }
    if (before.prefixItems.length !== after.prefixItems.length) {
      differences.push({
        kind: "prefix-items",
        added: after.prefixItems.slice(shared).map((_, index) => `element ${shared + index + 1}`),
        removed: before.prefixItems.slice(shared).map((_, index) => `element ${shared + index + 1}`),
      });
    }
  }

  /** `allOf`: parts are matched like alternatives. */
  function compareParts(pair: GrowingPair): void {
    if (pair.before.allOf.length === 0 && pair.after.allOf.length === 0) return;
    const constrains = (part: SchemaView) => !isAny(part);
    const match = matchBranches(pair.before.allOf.filter(constrains), pair.after.allOf.filter(constrains), {
      same,
      mappings: null,
      byType: false,
    });
    for (const [old, fresh] of match.pairs) {
      pair.inner.push({ step: { kind: "part", name: branchName(fresh) }, pair: compareViews(old, fresh) });
    }
    if (match.added.length > 0 || match.removed.length > 0) {
      pair.differences.push({
        kind: "all-of",
        added: match.added.map(branchName),
        removed: match.removed.map(branchName),
      });
    }
  }

  function compareUnions(pair: GrowingPair): void {
    const { before, after, differences } = pair;
    if (before.union === null || after.union === null) compareValues(before, after, differences);
    else compareRestrictions(before, after, differences);
    const oldTypes = simpleTypes(before);
    const newTypes = simpleTypes(after);
    if (before.union !== null && after.union !== null && (oldTypes === null || newTypes === null)) {
      compareObjects(pair);
    }
    const match = matchBranches(alternatives(before), alternatives(after), {
      same,
      mappings: [before.discriminator?.mapping ?? {}, after.discriminator?.mapping ?? {}],
      byType: oldTypes !== null && newTypes !== null,
    });
    for (const [old, fresh] of match.pairs) {
      const isNested = fresh.component === null && fresh.union !== null;
      const name = isNested ? "" : branchName(fresh);
      pair.inner.push({ step: { kind: "branch", name }, pair: compareViews(old, fresh) });
    }
    if (oldTypes !== null && newTypes !== null) {
      const added = newTypes.filter((type) => !typesWithin([type], oldTypes));
      const removed = oldTypes.filter((type) => !typesWithin([type], newTypes));
      if (added.length > 0 || removed.length > 0) {
        differences.push({ kind: "list-of-types", added, removed });
        return;
      }
    }
    const became = before.union === null ? "union" : after.union === null ? "single" : null;
    if (match.added.length === 0 && match.removed.length === 0) return;
    const keyword = (after.union ?? before.union)?.keyword === "oneOf" ? "one-of" : "any-of";
    differences.push({
      kind: "union",
      keyword: match.added.length === 0 && before.union?.keyword === "oneOf" ? "one-of" : keyword,
      added: match.added.map(branchName),
      removed: match.removed.map(branchName),
      kept: match.pairs.map(([, fresh]) => branchName(fresh)),
      became,
      wrapped: isWrapped(before, after),
    });
  }

  function same(old: SchemaView, fresh: SchemaView): boolean {
    return !differs(compareViews(old, fresh));
  }

  return { compare: (old, fresh) => compareViews(beforeViews.of(old), afterViews.of(fresh)) };
}

const anything: Schema = {};

/** Whether a pair or anything inside it differs. */
export function differs(pair: SchemaPair): boolean {
  const seen = new Set<SchemaPair>([pair]);
  for (const current of seen) {
    if (current.differences.length > 0) return true;
    for (const { pair: inner } of current.inner) seen.add(inner);
  }
  return false;
}

/** A map became a model: its properties say which names there are. */
function namesProperties(before: SchemaView, after: SchemaView): boolean {
  return before.properties.size === 0 && after.properties.size > 0;
}

/** The properties of an object went into alternatives of a `oneOf`. */
function isWrapped(before: SchemaView, after: SchemaView): boolean {
  if (before.union !== null || after.union?.keyword !== "oneOf") return false;
  return [...before.properties.keys()].some((name) =>
    after.union?.branches.some((branch) => branch.properties.has(name)),
  );
}

/** A schema that is no union is a union of one; what belongs to the place stays with the place. */
function alternatives(view: SchemaView): readonly SchemaView[] {
  return view.union?.branches ?? [withoutPlace(view)];
}

const bare = new WeakMap<SchemaView, SchemaView>();

function withoutPlace(view: SchemaView): SchemaView {
  const known = bare.get(view);
  if (known !== undefined) return known;
  const core = { ...view, nullable: false, default: null, deprecated: false, discriminator: null };
  bare.set(view, core);
  // What is bare stays as it is: a recursive type comes by here again and again.
  bare.set(core, core);
  return core;
}

function compareDiscriminators(before: SchemaView, after: SchemaView, differences: SchemaDifference[]): void {
  const old = before.discriminator;
  const fresh = after.discriminator;
  if (old === null && fresh === null) return;
  if (old === null || fresh === null) {
    differences.push({ kind: "discriminator", action: old === null ? "added" : "removed" });
    return;
  }
  if (old.propertyName !== fresh.propertyName) {
    differences.push({ kind: "discriminator", action: "property-name-changed" });
  }
  const oldMapping = new Map(Object.entries(old.mapping ?? {}));
  const newMapping = new Map(Object.entries(fresh.mapping ?? {}));
  const added = [...newMapping.keys()].filter((key) => !oldMapping.has(key));
  const deleted = [...oldMapping.keys()].filter((key) => !newMapping.has(key));
  const changed = [...oldMapping].filter(([key, target]) => {
    const other = newMapping.get(key);
    return other !== undefined && shortName(other) !== shortName(target);
  });
  if (added.length > 0) differences.push({ kind: "discriminator-mapping", action: "added", keys: added });
  if (deleted.length > 0) {
    differences.push({ kind: "discriminator-mapping", action: "deleted", keys: deleted });
  }
  for (const [key] of changed) {
    differences.push({ kind: "discriminator-mapping", action: "changed", keys: [key] });
  }
}
