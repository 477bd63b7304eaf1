import { breakingChange } from "../contract-rule.ts";

export const requestParameterBecameEnum = breakingChange({
  id: "request-parameter-became-enum",
  judges: ["request-parameter-became-enum", "request-header-property-became-enum"],
  title: "A parameter accepts only certain values now",
  why: "Any other value was accepted until now and is answered with 422.",
  fix: "Keep the open type and treat unknown values in the handler as before; or list every value that callers may send.",
});
