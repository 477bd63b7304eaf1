import { riskyChange } from "../contract-rule.ts";

export const fastapiModelReplacedClosely = riskyChange({
  id: "fastapi-model-replaced-closely",
  judges: ["fastapi-request-model-replaced-closely", "fastapi-response-model-replaced-closely"],
  title: "An operation got another model, which differs in what only some callers use",
  why: "Optional properties went, or limits came, with a model that stands where another one stood. Callers that use them notice.",
  fix: "Keep them in the new model, or tell the callers.",
});
