import { breakingChange } from "../contract-rule.ts";

export const fastapiResponseModelReplaced = breakingChange({
  id: "fastapi-response-model-replaced",
  title: "An operation answers with another model, and readers of the old one miss something",
  why: "Another class came to stand where a response model stood, and properties are gone or are of another kind. It is one change, however many properties differ and operations got the new model; `diff-contract` lists every property.",
  fix: "Keep the properties of the old model in the new one, or give the new one to a new operation.",
});
