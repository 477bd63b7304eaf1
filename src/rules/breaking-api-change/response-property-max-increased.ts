import { breakingChange } from "../contract-rule.ts";

export const responsePropertyMaxIncreased = breakingChange({
  id: "response-property-max-increased",
  judges: [
    "response-property-max-increased",
    "response-property-exclusive-max-increased",
    "response-body-max-increased",
    "response-body-exclusive-max-increased",
  ],
  title: "A number in the response can be greater than before",
  why: "Readers that sized a column or a widget for the old maximum meet a greater value.",
  fix: "Keep the limit of the response model; give request and response models of their own, so that a request can be widened alone.",
});
