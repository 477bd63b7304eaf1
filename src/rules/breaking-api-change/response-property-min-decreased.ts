import { breakingChange } from "../contract-rule.ts";

export const responsePropertyMinDecreased = breakingChange({
  id: "response-property-min-decreased",
  judges: [
    "response-property-min-decreased",
    "response-property-exclusive-min-decreased",
    "response-body-min-decreased",
    "response-body-exclusive-min-decreased",
  ],
  title: "A number in the response can be less than before",
  why: "Readers that rely on the old minimum, such as never below zero, meet a lesser value.",
  fix: "Keep the limit of the response model; give request and response models of their own, so that a request can be widened alone.",
});
