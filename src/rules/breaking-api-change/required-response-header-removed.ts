import { breakingChange } from "../contract-rule.ts";

export const requiredResponseHeaderRemoved = breakingChange({
  id: "required-response-header-removed",
  judges: [
    "required-response-header-removed",
    "response-header-became-optional",
    "response-header-became-nullable",
    "response-header-type-changed",
    "response-header-type-generalized",
  ],
  title: "A header of a response is gone, or no longer what it was",
  why: "Readers rely on a header that was always there, and on the type of its value.",
  fix: "Keep sending the header with values of the old type.",
});
