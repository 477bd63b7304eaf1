import { breakingChange } from "../contract-rule.ts";

export const requestPropertyEnumValueRemoved = breakingChange({
  id: "request-property-enum-value-removed",
  judges: ["request-property-enum-value-removed", "request-body-enum-value-removed"],
  title: "A property of the request lost one of its values",
  why: "Callers that send the value, which was valid so far, get 422.",
  fix: "Keep the value and treat it like its replacement.",
});
