import { breakingChange } from "../contract-rule.ts";

export const fastapiRequestModelReplaced = breakingChange({
  id: "fastapi-request-model-replaced",
  title: "An operation reads another model, and callers of the old one are refused",
  why: "Another class came to stand where a request model stood, and it asks for more, or for something else, than the old one. It is one change, however many properties differ and operations got the new model; `diff-contract` lists every property.",
  fix: "Let the new model accept what the old one accepted (defaults for what is new), or give it to a new operation.",
});
