import { riskyChange } from "../contract-rule.ts";

export const fastapiResponseExclusionAdded = riskyChange({
  id: "fastapi-response-exclusion-added",
  title: "Properties of the response can be missing now, which the document does not show",
  why: "`response_model_exclude_none` and its like leave properties out of what is sent, although the OpenAPI document still lists them, required ones too.",
  fix: "Leave the arguments out for existing operations, or declare the properties as optional.",
});
