import { breakingChange } from "../contract-rule.ts";

export const requestPropertyConstChanged = breakingChange({
  id: "request-property-const-changed",
  judges: ["request-property-const-changed", "request-body-const-changed"],
  title: "The only value of a property of the request is another one",
  why: "Every caller sends the old value and gets 422.",
  fix: 'Accept both values: `Literal["old", "new"]`.',
});
