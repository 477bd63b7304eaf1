import type { Component } from "../../facts/contract.ts";
import type { Location, Side } from "../../facts/location.ts";
import { canonicalJson } from "../../text/canonical.ts";
import type { ContractComparison, OperationComparison } from "./compare-operations.ts";
import { placeOf, strongest, type Cause, type Found } from "./found.ts";
import { callPlace, stepName } from "./list-occurrences.ts";

/**
 * A field of a base class is a field of every model that inherits it, and one change of it is one cause: changes that
 * are equal and stem from the same line are put together. So are those of a union that stands at several places.
 */
export function mergeInherited(found: readonly Found[], comparison: ContractComparison): readonly Cause[] {
  const groups = new Map<string, Found[]>();
  for (const change of found) {
    const where = whereOf(change, comparison);
    const inherited = fieldLocation(change, comparison, where.side) !== undefined;
    const { id, before, after } = change.identified;
    const key = isSharedUnion(change)
      ? canonicalJson([id, before, after, change.placement.direction, change.difference])
      : inherited
        ? canonicalJson([id, before, after, where, change.owner.steps.map(stepName), change.field])
        : canonicalJson([subjectOf([change]), id, before, after, change.placement.direction]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [change]);
    else group.push(change);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [toCause(first, group, comparison)];
  });
}

/** A union of several models has no name in a contract: it is the same where its alternatives are the same. */
function isSharedUnion({ difference, owner }: Found): boolean {
  return owner.model !== null && difference.kind === "union" && difference.kept.length > 1;
}

/** More places than these are counted in a sentence. */
const mostPlaces = 3;

function toCause(first: Found, group: readonly Found[], comparison: ContractComparison): Cause {
  const operations = new Map<string, OperationComparison>();
  for (const { operations: reached } of group) {
    for (const [key, operation] of reached) operations.set(key, operation);
  }
  const { identified, difference } = first;
  const subject = subjectOf(group);
  return {
    id: identified.id,
    subject,
    place: first.owner.model === null ? subject.slice(first.owner.key.length + 1) : null,
    operations: [...operations.values()].sort((a, b) => compareText(a.key, b.key)),
    before: identified.before,
    after: identified.after,
    where: whereOf(first, comparison),
    shared: first.owner.model === null ? (first.root.shared ?? null) : null,
    confidence: group.map(({ confidence }) => confidence).reduce(strongest),
    text: `${called(first, group)} ${identified.what}.`,
    deprecated:
      difference.kind === "property" && difference.status === "removed" && difference.view.deprecated,
  };
}

/** The place at the start of a sentence. */
function called(first: Found, group: readonly Found[]): string {
  if (first.owner.model === null) {
    const path = placeOf(first);
    const keys = [...first.operations.keys()].map((key) => `\`${key}\``);
    return `${callPlace(first.root, path)} of ${keys.join(", ")}`;
  }
  const places = placesOf(group);
  const [place = ""] = places;
  const direction = `in ${first.placement.direction}s`;
  return places.length > mostPlaces
    ? `\`${place}\` and ${places.length - 1} other places ${direction}`
    : `\`${places.join(", ")}\` ${direction}`;
}

/** `UserRead.email (response)`; `GET /users/{} response 200 /email` where no model is changed. */
function subjectOf(group: readonly Found[]): string {
  const [first] = group;
  if (first === undefined) return "";
  const path = placeOf(first);
  if (first.owner.model === null) {
    return path.length === 0 ? first.owner.name : `${first.owner.name} /${path.join("/")}`;
  }
  return `${placesOf(group).join(", ")} (${first.placement.direction})`;
}

/** `UserRead.email`, once each. */
function placesOf(group: readonly Found[]): readonly string[] {
  const places = group.map((found) => {
    const path = placeOf(found);
    return `${found.owner.name}${path.length === 0 ? "" : `.${path.join(".").replaceAll(".[]", "[]")}`}`;
  });
  return [...new Set(places)].sort(compareText);
}

/** The property of the model in which the change lies. */
function fieldOf({ owner, field }: Found): string | null {
  const [step] = owner.steps;
  return step === undefined ? field : step.kind === "property" ? step.name : null;
}

function whereOf(found: Found, comparison: ContractComparison): Location & { readonly side: Side } {
  const { difference, root } = found;
  const side: Side = difference.kind === "property" && difference.status === "removed" ? "before" : "after";
  const location =
    fieldLocation(found, comparison, side) ?? modelOf(found, comparison, side)?.where ?? root.where[side];
  return { ...location, side };
}

function fieldLocation(found: Found, comparison: ContractComparison, side: Side): Location | undefined {
  const field = fieldOf(found);
  return field === null ? undefined : modelOf(found, comparison, side)?.fields.get(field);
}

function modelOf({ owner }: Found, comparison: ContractComparison, side: Side): Component | undefined {
  return owner.model === null ? undefined : comparison[side].components.get(owner.model[side]);
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
