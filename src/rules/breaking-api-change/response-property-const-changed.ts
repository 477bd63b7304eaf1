import { breakingChange } from "../contract-rule.ts";

export const responsePropertyConstChanged = breakingChange({
  id: "response-property-const-changed",
  judges: [
    "response-property-const-changed",
    "response-property-const-removed",
    "response-body-const-changed",
    "response-body-const-removed",
  ],
  title: "A fixed value of the response changed",
  why: "Readers tell forms apart by the value and no longer recognise this one.",
  fix: "Keep the value; give the new form a new model.",
});
