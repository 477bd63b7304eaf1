import { riskyChange } from "../contract-rule.ts";

export const requestParameterRemoved = riskyChange({
  id: "request-parameter-removed",
  title: "A parameter is no longer read",
  why: "FastAPI ignores parameters that it does not know: callers that still send it get an answer that does not take it into account, and no error.",
  fix: "Mark the parameter with `deprecated=True` first; check that no caller relies on it, such as on a filter.",
});
