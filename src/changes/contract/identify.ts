import { catalogue } from "./catalogue.ts";
import { describeType } from "./describe-schema.ts";
import type { SchemaDifference, SchemaPair } from "./difference.ts";
import { said, type Identified, type Placement } from "./identified.ts";
import { keywordChange } from "./identify-keywords.ts";
import { propertyChange, requirednessChange } from "./identify-properties.ts";
import { membership, typeChange, typeId, unionChange } from "./identify-type.ts";
import {
  boundChange,
  constantChange,
  defaultChange,
  patternChange,
  valueChanges,
} from "./identify-values.ts";

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
        said(
          `${prefix}-became-${difference.now ? "nullable" : "not-nullable"}`,
          describeType(before),
          describeType(after),
          difference.now ? "became nullable" : "no longer accepts null",
        ),
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
    case "keyword":
      return [keywordChange(difference, prefix)];
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
    default:
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
