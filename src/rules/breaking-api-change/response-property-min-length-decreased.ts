import { breakingChange } from "../contract-rule.ts";

export const responsePropertyMinLengthDecreased = breakingChange({
  id: "response-property-min-length-decreased",
  judges: ["response-property-min-length-decreased", "response-body-min-length-decreased"],
  title: "A text in the response can be shorter than before",
  why: "Readers that rely on the old length, such as never empty, meet a shorter value.",
  fix: "Keep the limit of the response model; give request and response models of their own, so that a request can be widened alone.",
});
