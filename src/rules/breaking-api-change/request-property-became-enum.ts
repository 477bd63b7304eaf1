import { breakingChange } from "../contract-rule.ts";

export const requestPropertyBecameEnum = breakingChange({
  id: "request-property-became-enum",
  judges: [
    "request-property-became-enum",
    "request-body-became-enum",
    "request-property-const-added",
    "request-body-const-added",
  ],
  title: "A property of the request accepts only certain values now",
  why: "Any other value was accepted until now and is answered with 422.",
  fix: "Keep the open type and treat unknown values as before; or list every value that callers may send.",
});
