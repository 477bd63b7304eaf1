import { describeRestrictions, describeType } from "./describe-schema.ts";
import type { SchemaDifference } from "./difference.ts";
import { said, type Identified, type Placement } from "./identified.ts";
import type { SchemaView } from "./schema-view.ts";

export function propertyChange(
  { status, required, view, refused, renamed }: SchemaDifference & { kind: "property" },
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
      change(`response-${need}-property-${status}`, status === "removed" ? "was removed" : "was added"),
    ];
  }
  if (view.readOnly || renamed) return [];
  if (status === "removed") {
    const removed = change("request-property-removed", "is no longer read");
    return refused
      ? [
          removed,
          change("fastapi-request-property-refused", "is no longer known, and what is unknown is refused"),
        ]
      : [removed];
  }
  if (!required) return [change("new-optional-request-property", "was added")];
  return view.default === null
    ? [change("new-required-request-property", "is new and required")]
    : [change("new-required-request-property-with-default", "is new and required")];
}

/** The type with everything that counts for who has to send it or may rely on it. */
function propertyType(view: SchemaView, required: boolean): string {
  const restrictions = describeRestrictions(view);
  const type = describeType(view);
  return [type, ...(restrictions === "" ? [] : [restrictions]), required ? "required" : "optional"].join(
    ", ",
  );
}

export function requirednessChange(
  { now, before, after }: SchemaDifference & { kind: "requiredness" },
  { direction, parameter }: Placement,
): readonly Identified[] {
  const old = propertyType(before, now === "optional");
  const fresh = propertyType(after, now === "required");
  const change = (id: string) => said(id, old, fresh, `became ${now}`);
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
