import { shortName } from "./names.ts";
import type { SchemaView } from "./schema-view.ts";

export interface BranchMatch {
  readonly pairs: readonly (readonly [SchemaView, SchemaView])[];
  readonly added: readonly SchemaView[];
  readonly removed: readonly SchemaView[];
}

interface Matching {
  readonly same: (before: SchemaView, after: SchemaView) => boolean;
  /** Discriminator mappings of both sides: value of the tag → component. */
  readonly mappings: readonly [Mapping, Mapping] | null;
  /** All alternatives are plain types: another type is another alternative. */
  readonly byType: boolean;
}

type Mapping = Readonly<Record<string, string>>;

/**
 * Finds which alternative of a union became which: by component, by tag, by equal content, by type where only one
 * alternative has it, and last the only two that are left. The order in which they are written means nothing.
 */
export function matchBranches(
  before: readonly SchemaView[],
  after: readonly SchemaView[],
  { same, mappings, byType }: Matching,
): BranchMatch {
  const removed = [...before];
  const added = [...after];
  const pairs: (readonly [SchemaView, SchemaView])[] = [];

  function pairUp(fits: (old: SchemaView, fresh: SchemaView) => boolean): void {
    // The same alternative may be written twice: places are taken out one by one.
    for (const old of Array.from(removed)) {
      const at = added.findIndex((fresh) => fits(old, fresh));
      const partner = added[at];
      if (partner === undefined) continue;
      pairs.push([old, partner]);
      removed.splice(removed.indexOf(old), 1);
      added.splice(at, 1);
    }
  }

  pairUp((old, fresh) => old === fresh || (old.component === fresh.component && same(old, fresh)));
  pairUp((old, fresh) => old.component !== null && old.component === fresh.component);
  pairUp((old, fresh) => sharesName(old, fresh));
  if (mappings !== null) pairUp((old, fresh) => sharesTag(old, fresh, mappings));
  pairUp(same);
  pairUp((old, fresh) => {
    const type = soleType(old);
    return (
      type !== null &&
      type === soleType(fresh) &&
      removed.filter((view) => soleType(view) === type).length === 1 &&
      added.filter((view) => soleType(view) === type).length === 1
    );
  });
  if (!byType && removed.length === 1 && added.length === 1 && before.length > 1 && after.length > 1) {
    pairUp((old, fresh) => isInlineObject(old) && isInlineObject(fresh));
  }
  return { pairs, added, removed };
}

function sharesName(old: SchemaView, fresh: SchemaView): boolean {
  return (
    old.component !== null &&
    fresh.component !== null &&
    shortName(old.component) === shortName(fresh.component)
  );
}

function sharesTag(
  old: SchemaView,
  fresh: SchemaView,
  [before, after]: readonly [Mapping, Mapping],
): boolean {
  const tags = new Set(tagsOf(old, before));
  return tagsOf(fresh, after).some((tag) => tags.has(tag));
}

function tagsOf(view: SchemaView, mapping: Mapping): readonly string[] {
  if (view.component === null) return [];
  const name = shortName(view.component);
  return Object.entries(mapping).flatMap(([tag, target]) => (shortName(target) === name ? [tag] : []));
}

/** The type of an inline alternative that is no object; objects are told apart by more than that. */
function soleType(view: SchemaView): string | null {
  if (view.component !== null || view.opaque !== null || view.union !== null) return null;
  const [type, ...others] = view.types;
  return type === undefined || others.length > 0 || type === "object" ? null : type;
}

function isInlineObject(view: SchemaView): boolean {
  return view.component === null && view.opaque === null;
}
