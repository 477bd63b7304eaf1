import { breakingChange } from "../contract-rule.ts";

export const requestBodyMediaTypeRemoved = breakingChange({
  id: "request-body-media-type-removed",
  title: "The request body is no longer accepted in one of its media types",
  why: "Callers that send the old media type, such as a form instead of JSON, get 422.",
  fix: "Accept both: keep the operation for the old media type and add another for the new one.",
});
