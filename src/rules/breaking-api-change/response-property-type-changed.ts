import { breakingChange } from "../contract-rule.ts";

export const responsePropertyTypeChanged = breakingChange({
  id: "response-property-type-changed",
  judges: [
    "response-property-type-changed",
    "response-property-type-generalized",
    "response-property-list-of-types-widened",
    "response-property-content-media-type-changed",
    "response-property-property-names-removed",
    "response-property-prefix-items-added",
  ],
  title: "A property of the response has another type",
  why: "Readers that parse the old type fail or misread the value.",
  fix: "Add a second field with the new type and mark the first as deprecated.",
});
