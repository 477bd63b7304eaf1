import { breakingChange } from "../contract-rule.ts";

export const requestPropertyBecameNotNullable = breakingChange({
  id: "request-property-became-not-nullable",
  judges: ["request-property-became-not-nullable", "request-body-became-not-nullable"],
  title: "A property of the request no longer accepts null",
  why: "Requests that send `null` were answered; now they get 422.",
  fix: "Keep `| None` and treat null as before.",
});
