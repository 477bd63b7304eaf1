import { catalogue } from "./catalogue.ts";
import { describeBound, describeType, describeValue } from "./describe-schema.ts";
import type { SchemaDifference, SchemaPair } from "./difference.ts";
import { said, type Identified, type Placement } from "./identified.ts";

export function valueChanges(
  difference: SchemaDifference & { kind: "values" },
  { before, after }: SchemaPair,
  { direction, position, parameter }: Placement,
  prefix: string,
): readonly Identified[] {
  const list = (values: readonly unknown[]) => values.map(describeValue).join(", ");
  if (difference.became === "restricted") {
    const became = (id: string) =>
      said(
        id,
        describeType(before),
        list(difference.added),
        `accepts only \`${list(difference.added)}\` now`,
      );
    return [
      became(`${prefix}-became-enum`),
      ...(parameter?.in === "header" ? [became("request-header-property-became-enum")] : []),
      ...(direction === "request"
        ? difference.added.map((value) => addedValue(`${prefix}-enum-value-added`, value))
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
    ...difference.added.map((value) => addedValue(added, value)),
  ];
}

function addedValue(id: string, value: unknown): Identified {
  return said(id, null, describeValue(value), `got the value \`${describeValue(value)}\``);
}

export function constantChange(
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

export function boundChange(
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
  const known = `${position === "parameter-property" ? "request-parameter" : prefix}-${suffix}`;
  const id =
    request && position === "property" && pair.after.readOnly && catalogue.has(readOnly)
      ? readOnly
      : request && !catalogue.has(known)
        ? (ownRequestBounds.get(suffix) ?? known)
        : known;
  const old = describeBound(bound, before);
  const fresh = describeBound(bound, after);
  const what =
    before === null
      ? `got the limit \`${fresh}\``
      : after === null
        ? `lost the limit \`${old}\``
        : `changed its limit from \`${old}\` to \`${fresh}\``;
  return [said(id, old, fresh, what)];
}

export function patternChange(before: string | null, after: string | null, prefix: string): Identified {
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

export function defaultChange(
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
