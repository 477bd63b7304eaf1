import { breakingChange } from "../contract-rule.ts";

export const requestParameterEnumValueRemoved = breakingChange({
  id: "request-parameter-enum-value-removed",
  judges: ["request-parameter-enum-value-removed", "request-parameter-property-enum-value-removed"],
  title: "A parameter lost one of its values",
  why: "Callers that send the value, which was valid so far, get 422.",
  fix: "Keep the value and treat it like its replacement.",
});
