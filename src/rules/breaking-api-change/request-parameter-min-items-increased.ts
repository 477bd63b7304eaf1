import { breakingChange } from "../contract-rule.ts";

export const requestParameterMinItemsIncreased = breakingChange({
  id: "request-parameter-min-items-increased",
  title: "A parameter needs more values than before",
  why: "Shorter lists were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new parameter, a new version).",
});
