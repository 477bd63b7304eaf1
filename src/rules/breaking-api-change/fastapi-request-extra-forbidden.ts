import { breakingChange } from "../contract-rule.ts";

export const fastapiRequestExtraForbidden = breakingChange({
  id: "fastapi-request-extra-forbidden",
  title: "A request model refuses properties that it does not know",
  why: '`extra="forbid"` answers 422 to every request with one more property than the model has. Until now such properties were ignored, so callers that send them never noticed. OpenAPI differs do not report this.',
  fix: "Leave `extra` at its default for existing models; forbid it in new models and new versions.",
});
