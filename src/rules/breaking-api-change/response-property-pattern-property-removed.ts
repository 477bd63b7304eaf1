import { breakingKeywords } from "../../changes/contract/catalogue-keywords.ts";
import { breakingChange } from "../contract-rule.ts";

export const responsePropertyPatternPropertyRemoved = breakingChange({
  id: "response-property-pattern-property-removed",
  judges: breakingKeywords("response"),
  title: "A rarely used keyword no longer restricts the response",
  why: "`patternProperties`, `contains`, `dependentRequired`, `if` and their like are promises to whoever reads the response. Without them values can come that never came before. Only hand-written documents have them.",
  fix: "Keep the restriction while the old readers are there.",
});
