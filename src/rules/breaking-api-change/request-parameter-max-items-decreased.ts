import { breakingChange } from "../contract-rule.ts";

export const requestParameterMaxItemsDecreased = breakingChange({
  id: "request-parameter-max-items-decreased",
  title: "A parameter takes fewer values than before",
  why: "Longer lists were accepted and are answered with 422.",
  fix: "Keep the old limit, or enforce the new one where a caller asks for it (a new parameter, a new version).",
});
