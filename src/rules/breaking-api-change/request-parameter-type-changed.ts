import { breakingChange } from "../contract-rule.ts";

export const requestParameterTypeChanged = breakingChange({
  id: "request-parameter-type-changed",
  judges: [
    "request-parameter-type-changed",
    "request-parameter-property-type-specialized",
    "request-parameter-list-of-types-narrowed",
    "request-parameter-property-list-of-types-narrowed",
  ],
  title: "A parameter no longer accepts the values of its old type",
  why: "A value that callers send today cannot be read as the new type and is answered with 422.",
  fix: "Accept both types, or add a second parameter and mark the first with `deprecated=True`.",
});
