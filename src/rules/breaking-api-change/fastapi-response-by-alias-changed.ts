import { riskyChange } from "../contract-rule.ts";

export const fastapiResponseByAliasChanged = riskyChange({
  id: "fastapi-response-by-alias-changed",
  title: "Properties of the response have other names, which the document does not show",
  why: "`response_model_by_alias` decides whether fields are sent under their alias or their own name. The OpenAPI document names the aliases in any case, so that no comparison of documents finds it.",
  fix: "Leave `response_model_by_alias` as it was for existing operations.",
});
