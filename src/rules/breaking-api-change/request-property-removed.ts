import { riskyChange } from "../contract-rule.ts";

export const requestPropertyRemoved = riskyChange({
  id: "request-property-removed",
  title: "A property of the request is no longer read",
  why: "Pydantic ignores properties that it does not know: callers that still send it get no error, and what they send has no effect.",
  fix: "Mark the field as deprecated first; check that no caller relies on it.",
});
