import { breakingChange } from "../contract-rule.ts";

export const requestParameterMinLengthIncreased = breakingChange({
  id: "request-parameter-min-length-increased",
  title: "A parameter must be longer than before",
  why: "Shorter values were accepted and are answered with 422. A first minimum counts: without one, the empty string was accepted.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new parameter, a new version).",
});
