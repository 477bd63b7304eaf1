import { breakingChange } from "../contract-rule.ts";

export const requestPropertyMaxDecreased = breakingChange({
  id: "request-property-max-decreased",
  judges: [
    "request-property-max-decreased",
    "request-property-exclusive-max-decreased",
    "request-body-max-decreased",
    "request-body-exclusive-max-decreased",
  ],
  title: "The maximum of a property of the request went down",
  why: "Values between the new and the old maximum were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new field, a new version).",
});
