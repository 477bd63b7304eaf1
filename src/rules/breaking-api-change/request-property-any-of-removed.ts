import { breakingChange } from "../contract-rule.ts";

export const requestPropertyAnyOfRemoved = breakingChange({
  id: "request-property-any-of-removed",
  judges: [
    "request-property-any-of-removed",
    "request-body-any-of-removed",
    "request-property-one-of-removed",
    "request-body-one-of-removed",
    "request-property-prefix-items-removed",
    "request-body-prefix-items-removed",
  ],
  title: "The request lost one of its alternatives",
  why: "Callers that send the alternative get 422.",
  fix: "Keep the alternative in the union and treat it as before.",
});
