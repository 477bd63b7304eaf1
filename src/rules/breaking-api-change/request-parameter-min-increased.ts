import { breakingChange } from "../contract-rule.ts";

export const requestParameterMinIncreased = breakingChange({
  id: "request-parameter-min-increased",
  judges: ["request-parameter-min-increased", "request-parameter-exclusive-min-increased"],
  title: "A parameter's minimum went up",
  why: "Values between the old and the new minimum were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new parameter, a new version).",
});
