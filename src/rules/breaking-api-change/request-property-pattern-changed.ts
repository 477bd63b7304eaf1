import { riskyChange } from "../contract-rule.ts";

export const requestPropertyPatternChanged = riskyChange({
  id: "request-property-pattern-changed",
  title: "A property of the request has to match another pattern",
  why: "Whether every value that matched before still matches cannot be told from two patterns.",
  fix: "Check that the new pattern accepts what the old one did.",
});
