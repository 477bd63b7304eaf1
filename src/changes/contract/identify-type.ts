import { describeType } from "./describe-schema.ts";
import type { SchemaDifference, SchemaPair } from "./difference.ts";
import { said, type Identified, type Placement } from "./identified.ts";
import type { SchemaView } from "./schema-view.ts";
import { judgeType, simpleTypes, typesWithin } from "./types.ts";

export function typeChange(id: string, { before, after }: SchemaPair): Identified {
  const old = describeType(before);
  const fresh = describeType(after);
  return said(id, old, fresh, `changed its type from \`${old}\` to \`${fresh}\``);
}

/** Whether a difference of types is one that somebody cannot accept. */
export function refusesValues(difference: SchemaDifference, pair: SchemaPair, placement: Placement): boolean {
  if (difference.kind === "opaque") return true;
  if (difference.kind !== "type") return false;
  return judgeDirection(pair, placement, placement.typed) === "refused";
}

function judgeDirection({ before, after }: SchemaPair, { direction }: Placement, typed: boolean) {
  const old = { types: effectiveTypes(before, after), format: before.format };
  const fresh = { types: effectiveTypes(after, before), format: after.format };
  return direction === "request" ? judgeType(old, fresh, typed) : judgeType(fresh, old, typed);
}

/** Beside a schema that accepts anything, a union or an enumeration without `type` counts with the types of its values. */
function effectiveTypes(view: SchemaView, other: SchemaView): readonly string[] {
  if (view.types.length > 0 || other.types.length > 0) return view.types;
  const types = simpleTypes(view);
  if (types !== null) return types;
  return view.union !== null || view.properties.size > 0 || view.allOf.length > 0 ? ["object"] : [];
}

/** The id of a change of type or format. */
export function typeId(pair: SchemaPair, placement: Placement): string {
  const { direction, position } = placement;
  const { before, after } = pair;
  const prefix = `${direction}-${position}`;
  if (position === "parameter") return parameterTypeId(pair, placement);
  if (position === "parameter-property") {
    const strict = judgeDirection(pair, placement, true) === "refused";
    const loose = judgeDirection(pair, placement, false) === "refused";
    if (strict !== loose) return `${prefix}-type-changed`;
    return `${prefix}-type-${strict ? "specialized" : "generalized"}`;
  }
  const verdict = judgeDirection(pair, placement, placement.typed);
  if (verdict === "accepted-as-text") return `${prefix}-type-compatible`;
  if (verdict === "accepted")
    return `${prefix}-type-${direction === "request" ? "generalized" : "specialized"}`;
  const widened = before.types.join() !== after.types.join() && typesWithin(before.types, after.types);
  return `${prefix}-type-${direction === "response" && widened ? "generalized" : "changed"}`;
}

/** On the wire every parameter is text. A query parameter that takes a list still takes a single value. */
function parameterTypeId(pair: SchemaPair, placement: Placement): string {
  const refused = judgeDirection(pair, placement, false) === "refused";
  return `request-parameter-type-${refused && !isValueToList(pair, placement) ? "changed" : "generalized"}`;
}

function isValueToList({ after, valueToItem }: SchemaPair, { parameter }: Placement): boolean {
  if (parameter?.in !== "query" && parameter?.in !== "cookie") return false;
  if (after.types.join() !== "array" || valueToItem === null) return false;
  const { differences, before: value, after: item } = valueToItem;
  return differences.every(({ kind }) => kind === "type") && judgeType(value, item, false) !== "refused";
}

export function unionChange(
  difference: SchemaDifference & { kind: "union" },
  pair: SchemaPair,
  { direction, position }: Placement,
  prefix: string,
): readonly Identified[] {
  const { keyword, added, removed, became, wrapped } = difference;
  if (wrapped && position === "body") {
    return [
      said(
        `${prefix}-wrapped-in-one-of`,
        describeType(pair.before),
        describeType(pair.after),
        "became one of several alternatives",
      ),
    ];
  }
  if (position === "parameter" || position === "parameter-property") {
    return [typeChange(`${prefix}-type-${removed.length > 0 ? "changed" : "generalized"}`, pair)];
  }
  if (became !== null && added.length > 0 && removed.length > 0) {
    return [typeChange(`${prefix}-type-changed`, pair)];
  }
  // A reader who knew one type meets several: the same as a type that became wider.
  if (became === "union" && direction === "response" && keyword === "any-of") {
    return [typeChange(`${prefix}-type-generalized`, pair)];
  }
  return [
    ...membership(`${prefix}-${keyword}-added`, added, "added"),
    ...membership(`${prefix}-${keyword}-removed`, removed, "removed"),
  ];
}

export function membership(
  id: string,
  names: readonly string[],
  action: "added" | "removed",
): readonly Identified[] {
  if (names.length === 0) return [];
  const list = [...names].sort().join(", ");
  return [
    action === "added"
      ? said(id, null, list, `got the alternative \`${list}\``)
      : said(id, list, null, `lost the alternative \`${list}\``),
  ];
}
