import { breakingChange } from "../contract-rule.ts";

export const requestParameterPatternAdded = breakingChange({
  id: "request-parameter-pattern-added",
  title: "A parameter has to match a pattern now",
  why: "Values that do not match were accepted and are answered with 422.",
  fix: "Leave the pattern out, or check it in the handler and report what does not match until callers have moved.",
});
