import { riskyChange } from "../contract-rule.ts";

export const requestParameterPatternChanged = riskyChange({
  id: "request-parameter-pattern-changed",
  title: "A parameter has to match another pattern",
  why: "Whether every value that matched before still matches cannot be told from two patterns.",
  fix: "Check that the new pattern accepts what the old one did.",
});
