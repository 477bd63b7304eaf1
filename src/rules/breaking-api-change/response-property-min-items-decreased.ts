import { breakingChange } from "../contract-rule.ts";

export const responsePropertyMinItemsDecreased = breakingChange({
  id: "response-property-min-items-decreased",
  judges: ["response-property-min-items-decreased", "response-body-min-items-decreased"],
  title: "A list in the response can have fewer items than before",
  why: "Readers that rely on a first item meet an empty list.",
  fix: "Keep the limit of the response model; give request and response models of their own, so that a request can be widened alone.",
});
