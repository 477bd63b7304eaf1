import { breakingChange } from "../contract-rule.ts";

export const requestPropertyMaxLengthDecreased = breakingChange({
  id: "request-property-max-length-decreased",
  judges: ["request-property-max-length-decreased", "request-body-max-length-decreased"],
  title: "A property of the request must be shorter than before",
  why: "Longer values were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new field, a new version).",
});
