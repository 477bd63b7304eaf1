import { breakingChange } from "../contract-rule.ts";

export const requestPropertyTypeChanged = breakingChange({
  id: "request-property-type-changed",
  judges: [
    "request-property-type-changed",
    "request-body-type-changed",
    "request-property-list-of-types-narrowed",
    "request-body-list-of-types-narrowed",
    "request-property-content-media-type-changed",
    "request-body-content-media-type-changed",
    "request-property-all-of-added",
    "request-body-all-of-added",
    "request-property-property-names-added",
    "request-body-property-names-added",
  ],
  title: "A property of the request no longer accepts its old type",
  why: "What callers send today is not valid for the new type and is answered with 422.",
  fix: "Accept both types for a while (`int | str`), or add a second field and mark the first as deprecated.",
});
