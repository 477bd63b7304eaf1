import { riskyChange } from "../contract-rule.ts";

export const responseOptionalPropertyRemoved = riskyChange({
  id: "response-optional-property-removed",
  title: "An optional property of the response was removed",
  why: "Readers had to expect that it is missing, but some will miss it.",
  fix: "Mark the field as deprecated first, and remove it in a later change.",
});
