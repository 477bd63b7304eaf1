import { breakingChange } from "../contract-rule.ts";

export const requestParameterMaxDecreased = breakingChange({
  id: "request-parameter-max-decreased",
  judges: ["request-parameter-max-decreased", "request-parameter-exclusive-max-decreased"],
  title: "A parameter's maximum went down",
  why: "Values between the new and the old maximum were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new parameter, a new version).",
});
