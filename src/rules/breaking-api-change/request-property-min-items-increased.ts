import { breakingChange } from "../contract-rule.ts";

export const requestPropertyMinItemsIncreased = breakingChange({
  id: "request-property-min-items-increased",
  judges: ["request-property-min-items-increased", "request-body-min-items-increased"],
  title: "A list in the request needs more items than before",
  why: "Shorter lists were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new field, a new version).",
});
