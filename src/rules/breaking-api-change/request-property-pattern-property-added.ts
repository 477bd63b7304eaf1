import { breakingKeywords } from "../../changes/contract/catalogue-keywords.ts";
import { breakingChange } from "../contract-rule.ts";

export const requestPropertyPatternPropertyAdded = breakingChange({
  id: "request-property-pattern-property-added",
  judges: breakingKeywords("request"),
  title: "A rarely used keyword restricts the request in a new way",
  why: "`patternProperties`, `contains`, `dependentRequired`, `if` and their like refuse requests as much as a type does: what was accepted before may be refused now. Only hand-written documents have them.",
  fix: "Leave the restriction out, or put it into a new version of the operation.",
});
