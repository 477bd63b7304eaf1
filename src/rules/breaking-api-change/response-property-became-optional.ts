import type { Rule } from "../rule.ts";
import { breakingChange } from "../contract-rule.ts";

/**
 * Not certain enough to decide: Pydantic makes a property optional by giving it a default, and FastAPI still sends it,
 * unless the operation leaves out defaults (`response_model_exclude_unset` and its like), which is not known here.
 */
export const responsePropertyBecameOptional: Rule = {
  ...breakingChange({
    id: "response-property-became-optional",
    title: "A property of the response may be missing now",
    why: "Readers rely on the property because it was always there.",
    fix: "Keep the field required, and leave `response_model_exclude_none` and its like alone.",
  }),
  confidence: "medium",
};
