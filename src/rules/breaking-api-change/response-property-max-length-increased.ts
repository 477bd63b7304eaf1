import { breakingChange } from "../contract-rule.ts";

export const responsePropertyMaxLengthIncreased = breakingChange({
  id: "response-property-max-length-increased",
  judges: [
    "response-property-max-length-increased",
    "response-property-max-length-unset",
    "response-body-max-length-increased",
    "response-body-max-length-unset",
  ],
  title: "A text in the response can be longer than before",
  why: "Readers that store the value in a column of the old length fail or cut it.",
  fix: "Keep the limit of the response model; give request and response models of their own, so that a request can be widened alone.",
});
