import { breakingChange } from "../contract-rule.ts";

export const responsePropertyBecameNullable = breakingChange({
  id: "response-property-became-nullable",
  judges: ["response-property-became-nullable", "response-body-became-nullable"],
  title: "A property of the response can be null now",
  why: "Readers that never had to expect null fail on it.",
  fix: "Keep the type and send a neutral value; or add a new field that may be null.",
});
