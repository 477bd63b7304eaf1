import { breakingChange } from "../contract-rule.ts";

export const requestPropertyMinIncreased = breakingChange({
  id: "request-property-min-increased",
  judges: [
    "request-property-min-increased",
    "request-property-exclusive-min-increased",
    "request-body-min-increased",
    "request-body-exclusive-min-increased",
  ],
  title: "The minimum of a property of the request went up",
  why: "Values between the old and the new minimum were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new field, a new version).",
});
