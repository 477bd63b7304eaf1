import { breakingChange } from "../contract-rule.ts";

export const requestParameterMaxLengthDecreased = breakingChange({
  id: "request-parameter-max-length-decreased",
  title: "A parameter must be shorter than before",
  why: "Longer values were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new parameter, a new version).",
});
