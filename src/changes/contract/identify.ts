import { catalogue } from "./catalogue.ts";
import { describeBound, describeRestrictions, describeType, describeValue } from "./describe-schema.ts";
import type { SchemaDifference, SchemaPair } from "./difference.ts";
import type { SchemaView } from "./schema-view.ts";
import { judgeType, simpleTypes, typesWithin } from "./types.ts";

/** Where a schema stands and who sends its values. */
export interface Placement {
  readonly direction: "request" | "response";
  /** As oasdiff's ids name it; everything inside of a body is a property, also the items of a list. */
  readonly position: "body" | "property" | "parameter" | "parameter-property";
  /** The media type keeps types apart (JSON). */
  readonly typed: boolean;
  /** For a property: whether it was required. */
  readonly required: boolean;
  readonly parameter: {
    readonly in: "path" | "query" | "header" | "cookie";
    /** A caller may leave it out, on both sides. */
    readonly optional: boolean;
  } | null;
}

/** One difference under the id that the catalogue has for it. */
export interface Identified {
  readonly id: string;
  readonly before: string | null;
  readonly after: string | null;
  /** What happened to the place, as the end of a sentence: "became nullable". */
  readonly what: string;
}

/**
 * The ids under which a difference is known, or none where the catalogue is silent (such as a response whose maximum
 * went down). Ids are put together from direction, position and what happened, as oasdiff does.
 */
export function identify(
  difference: SchemaDifference,
  pair: SchemaPair,
  placement: Placement,
): readonly Identified[] {
  return candidates(difference, pair, placement)
    .map((change) => ({
      ...change,
      id: catalogue.has(change.id) ? change.id : ofWholeParameter(change.id, difference),
    }))
    .filter(({ id }) => catalogue.has(id));
}

/** oasdiff has no ids for limits inside of a parameter: the items of a list count as the parameter itself. */
function ofWholeParameter(id: string, { kind }: SchemaDifference): string {
  const restricts = kind === "bound" || kind === "pattern" || kind === "values" || kind === "constant";
  return restricts ? id.replace("request-parameter-property-", "request-parameter-") : id;
}

function candidates(
  difference: SchemaDifference,
  pair: SchemaPair,
  placement: Placement,
): readonly Identified[] {
  const { direction, position } = placement;
  const request = direction === "request";
  const prefix = `${direction}-${position}`;
  const { before, after } = pair;
  const hidden = request ? after.readOnly : after.writeOnly;
  switch (difference.kind) {
    case "opaque":
      return [typeChange(`${prefix}-type-changed`, pair)];
    case "type":
      return request && position === "property" && hidden ? [] : [typeChange(typeId(pair, placement), pair)];
    case "list-of-types": {
      const narrowed = request ? difference.removed.length > 0 : difference.added.length === 0;
      return [typeChange(`${prefix}-list-of-types-${narrowed ? "narrowed" : "widened"}`, pair)];
    }
    case "nullable":
      return [
        difference.now
          ? said(`${prefix}-became-nullable`, "not null", "nullable", "became nullable")
          : said(`${prefix}-became-not-nullable`, "nullable", "not null", "no longer accepts null"),
      ];
    case "values":
      return valueChanges(difference, pair, placement, prefix);
    case "constant":
      return [constantChange(difference, prefix, placement)];
    case "bound":
      return boundChange(difference, pair, placement, prefix);
    case "pattern":
      return [patternChange(difference.before, difference.after, prefix)];
    case "unique-items":
      return request && difference.now
        ? [said("fastapi-request-unique-items-required", null, "unique items", "now requires unique items")]
        : [];
    case "default":
      return defaultChange(difference, prefix, placement);
    case "property":
      return propertyChange(difference, placement);
    case "requiredness":
      return requirednessChange(difference, placement);
    case "extra":
      return request && difference.now === "refused"
        ? [
            said(
              "fastapi-request-extra-forbidden",
              "ignored",
              "refused",
              "now refuses properties that it does not know",
            ),
          ]
        : [];
    case "union":
      return unionChange(difference, pair, placement, prefix);
    case "all-of":
    case "prefix-items":
      return [
        ...membership(`${prefix}-${difference.kind}-added`, difference.added, "added"),
        ...membership(`${prefix}-${difference.kind}-removed`, difference.removed, "removed"),
      ];
    case "discriminator":
      return [
        said(
          `${prefix}-discriminator-${difference.action}`,
          before.discriminator?.propertyName ?? null,
          after.discriminator?.propertyName ?? null,
          "has another discriminator",
        ),
      ];
    case "discriminator-mapping":
      return [
        said(
          `${prefix}-discriminator-mapping-${difference.action}`,
          difference.action === "added" ? null : difference.keys.join(", "),
          difference.action === "deleted" ? null : difference.keys.join(", "),
          `has its discriminator values \`${difference.keys.join(", ")}\` ${difference.action}`,
        ),
      ];
    case "deprecated":
      return position === "property"
        ? [
            difference.now
              ? said(`${prefix}-deprecated`, null, "deprecated", "was deprecated")
              : said(`${prefix}-reactivated`, "deprecated", null, "is no longer deprecated"),
          ]
        : [];
    case "mutability": {
      if (position !== "property") return [];
      const need = placement.required ? "required" : "optional";
      const became = `became-${difference.now ? "" : "not-"}${difference.what}`;
      return [
        said(
          `${direction}-${need}-property-${became}`,
          difference.now ? null : difference.what,
          difference.now ? difference.what : null,
          became.replaceAll("-", " "),
        ),
      ];
    }
    case "property-names":
      return [
        said(
          `${prefix}-property-names-${difference.now ? "added" : "removed"}`,
          difference.now ? "any name" : "restricted names",
          difference.now ? "restricted names" : "any name",
          difference.now
            ? "now restricts the names of its keys"
            : "no longer restricts the names of its keys",
        ),
      ];
    case "content-media-type":
      return [
        said(
          `${prefix}-content-media-type-changed`,
          before.contentMediaType,
          after.contentMediaType,
          "has another media type inside",
        ),
      ];
  }
}

function said(id: string, before: string | null, after: string | null, what: string): Identified {
  return { id, before, after, what };
}

function typeChange(id: string, { before, after }: SchemaPair): Identified {
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

function typeId(pair: SchemaPair, placement: Placement): string {
  const { direction, position } = placement;
  const { before, after } = pair;
  const prefix = `${direction}-${position}`;
  if (position === "body" && effectiveTypes(before, after).length === 0 && isUntyped(before)) {
    return `${prefix}-media-type-schema-added`;
  }
  if (position === "body" && effectiveTypes(after, before).length === 0 && isUntyped(after)) {
    return `${prefix}-media-type-schema-removed`;
  }
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

function isUntyped(view: SchemaView): boolean {
  return (
    view.types.length === 0 && view.enumeration === null && view.constant === null && view.items === null
  );
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

function valueChanges(
  difference: SchemaDifference & { kind: "values" },
  { before, after }: SchemaPair,
  { direction, position, parameter }: Placement,
  prefix: string,
): readonly Identified[] {
  const list = (values: readonly unknown[]) => values.map(describeValue).join(", ");
  const allowed = `only \`${list(difference.added)}\` now`;
  if (difference.became === "restricted") {
    return [
      said(`${prefix}-became-enum`, describeType(before), list(difference.added), `accepts ${allowed}`),
      ...(parameter?.in === "header"
        ? [
            said(
              "request-header-property-became-enum",
              describeType(before),
              list(difference.added),
              `accepts ${allowed}`,
            ),
          ]
        : []),
    ];
  }
  if (difference.became === "free") {
    return direction === "request"
      ? []
      : [
          said(
            `${prefix}-enum-value-added`,
            list(difference.removed),
            describeType(after),
            "can now have any value",
          ),
        ];
  }
  const removed =
    direction === "response" && position === "body"
      ? "response-mediatype-enum-value-removed"
      : direction === "request" && position === "property" && after.readOnly
        ? "request-read-only-property-enum-value-removed"
        : `${prefix}-enum-value-removed`;
  const added =
    direction === "response" && position === "property" && after.writeOnly
      ? "response-write-only-property-enum-value-added"
      : `${prefix}-enum-value-added`;
  return [
    ...difference.removed.map((value) =>
      said(removed, describeValue(value), null, `lost the value \`${describeValue(value)}\``),
    ),
    ...difference.added.map((value) =>
      said(added, null, describeValue(value), `got the value \`${describeValue(value)}\``),
    ),
  ];
}

function constantChange(
  { before, after }: SchemaDifference & { kind: "constant" },
  prefix: string,
  { position }: Placement,
): Identified {
  const old = before === null ? null : describeValue(before.value);
  const fresh = after === null ? null : describeValue(after.value);
  const parameter = position === "parameter" || position === "parameter-property";
  if (old === null) {
    return said(
      `${prefix}-${parameter ? "became-enum" : "const-added"}`,
      old,
      fresh,
      `is always \`${fresh}\` now`,
    );
  }
  if (fresh === null) {
    return said(`${prefix}-const-removed`, old, fresh, `is no longer always \`${old}\``);
  }
  const id = `${prefix}-${parameter ? "enum-value-removed" : "const-changed"}`;
  return said(id, old, fresh, `changed its only value from \`${old}\` to \`${fresh}\``);
}

/** Limits that oasdiff does not look at in bodies: no response twin, because a reader loses nothing by them. */
const ownRequestBounds: ReadonlyMap<string, string> = new Map([
  ["max-items-decreased", "fastapi-request-max-items-decreased"],
  ["max-items-set", "fastapi-request-max-items-set"],
  ["multiple-of-set", "fastapi-request-multiple-of-changed"],
  ["multiple-of-increased", "fastapi-request-multiple-of-changed"],
  ["multiple-of-decreased", "fastapi-request-multiple-of-changed"],
]);

function boundChange(
  { bound, before, after }: SchemaDifference & { kind: "bound" },
  pair: SchemaPair,
  { direction, position }: Placement,
  prefix: string,
): readonly Identified[] {
  const action =
    before === null ? "set" : after === null ? "unset" : after > before ? "increased" : "decreased";
  const request = direction === "request";
  if (request && action === "set" && pair.after.readOnly) return [];
  if (!request && pair.after.writeOnly) return [];
  const suffix = `${bound}-${action}`;
  const readOnly = `request-read-only-property-${suffix}`;
  const known = `${prefix}-${suffix}`;
  const id =
    request && position === "property" && pair.after.readOnly && catalogue.has(readOnly)
      ? readOnly
      : request && !catalogue.has(known)
        ? (ownRequestBounds.get(suffix) ?? known)
        : known;
  const old = describeBound(bound, before);
  const fresh = describeBound(bound, after);
  return [said(id, old, fresh, `changed its limit from \`${old}\` to \`${fresh}\``)];
}

function patternChange(before: string | null, after: string | null, prefix: string): Identified {
  if (before === null) {
    return said(`${prefix}-pattern-added`, before, after, `has to match \`${after}\` now`);
  }
  if (after === null) {
    return said(`${prefix}-pattern-removed`, before, after, `no longer has to match \`${before}\``);
  }
  const free = after === ".*" && prefix.startsWith("request-");
  return said(
    `${prefix}-pattern-${free ? "generalized" : "changed"}`,
    before,
    after,
    `changed its pattern from \`${before}\` to \`${after}\``,
  );
}

function defaultChange(
  { before, after }: SchemaDifference & { kind: "default" },
  prefix: string,
  { parameter, position }: Placement,
): readonly Identified[] {
  // A required parameter is always sent, so that its default never applies.
  if (position === "parameter" && parameter?.optional !== true) return [];
  const old = before === null ? null : describeValue(before.value);
  const fresh = after === null ? null : describeValue(after.value);
  const action = old === null ? "added" : fresh === null ? "removed" : "changed";
  const what =
    old === null
      ? `is \`${fresh}\` now when it is left out`
      : fresh === null
        ? `no longer defaults to \`${old}\``
        : `changed its default from \`${old}\` to \`${fresh}\``;
  return [said(`${prefix}-default-value-${action}`, old, fresh, what)];
}

function propertyChange(
  { status, required, view, refused }: SchemaDifference & { kind: "property" },
  { direction, parameter }: Placement,
): readonly Identified[] {
  const type = propertyType(view, required);
  const before = status === "removed" ? type : null;
  const after = status === "added" ? type : null;
  const change = (id: string, what: string) => said(id, before, after, what);
  if (parameter !== null) {
    const breaks = parameter.in === "header" && status === "added" && required && !view.readOnly;
    return breaks ? [change("new-required-request-header-property", "is required now")] : [];
  }
  if (direction === "response") {
    const need = `${required ? "required" : "optional"}${view.writeOnly ? "-write-only" : ""}`;
    return [
      change(
        `response-${need}-property-${status}`,
        status === "removed" ? "was removed from the response" : "was added to the response",
      ),
    ];
  }
  if (view.readOnly) return [];
  if (status === "removed") {
    const removed = change("request-property-removed", "is no longer read from the request");
    return refused
      ? [removed, change("fastapi-request-property-refused", "is refused in the request now")]
      : [removed];
  }
  if (!required) return [change("new-optional-request-property", "was added to the request")];
  return view.default === null
    ? [change("new-required-request-property", "is new and required in the request")]
    : [change("new-required-request-property-with-default", "is new and required in the request")];
}

/** The type with everything that counts for who has to send it or may rely on it. */
function propertyType(view: SchemaView, required: boolean): string {
  const restrictions = describeRestrictions(view);
  const type = describeType(view);
  return [type, ...(restrictions === "" ? [] : [restrictions]), ...(required ? ["required"] : [])].join(", ");
}

function requirednessChange(
  { now, before, after }: SchemaDifference & { kind: "requiredness" },
  { direction, parameter }: Placement,
): readonly Identified[] {
  const then = now === "required" ? "optional" : "required";
  const change = (id: string) => said(id, then, now, `became ${now}`);
  if (parameter !== null) {
    const breaks = parameter.in === "header" && now === "required" && !after.readOnly;
    return breaks ? [change("request-header-property-became-required")] : [];
  }
  if (direction === "response") {
    const writeOnly = before.writeOnly || after.writeOnly ? "-write-only" : "";
    return [change(`response${writeOnly}-property-became-${now}`)];
  }
  if (after.readOnly) return [];
  const withDefault = now === "required" && after.default !== null ? "-with-default" : "";
  return [change(`request-property-became-${now}${withDefault}`)];
}

function unionChange(
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

function membership(
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
