import { breakingChange } from "../contract-rule.ts";

export const requestPropertyMinLengthIncreased = breakingChange({
  id: "request-property-min-length-increased",
  judges: ["request-property-min-length-increased", "request-body-min-length-increased"],
  title: "A property of the request must be longer than before",
  why: "Shorter values were accepted and are answered with 422. A first minimum counts: without one, the empty string was accepted.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new field, a new version).",
});
