import { breakingChange } from "../contract-rule.ts";

export const responsePropertyBecameOptional = breakingChange({
  id: "response-property-became-optional",
  title: "A property of the response may be missing now",
  why: "Readers rely on the property because it was always there. A default alone is not meant: FastAPI sends it, unless the operation leaves out what was not set.",
  fix: "Keep the field required, and leave `response_model_exclude_none` and its like alone.",
});
