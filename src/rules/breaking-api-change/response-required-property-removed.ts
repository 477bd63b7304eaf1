import { breakingChange } from "../contract-rule.ts";

export const responseRequiredPropertyRemoved = breakingChange({
  id: "response-required-property-removed",
  title: "A property of the response was removed",
  why: "Readers rely on the property because it was always there. Typed clients fail when it is missing.",
  fix: "Keep the field with `Field(deprecated=True)` and remove it in a later change, or leave it in the old version of the operation.",
});
