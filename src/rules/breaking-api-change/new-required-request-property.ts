import { breakingChange } from "../contract-rule.ts";

export const newRequiredRequestProperty = breakingChange({
  id: "new-required-request-property",
  judges: [
    "new-required-request-property",
    "new-required-request-property-with-default",
    "new-required-request-header-property",
  ],
  title: "A new property of the request is required",
  why: "Requests that were complete until now are answered with 422, because they do not have the property.",
  fix: "Give the field a default, such as `None`, that keeps the old behaviour.",
});
