import { breakingChange } from "../contract-rule.ts";

export const fastapiRequestPropertyRefused = breakingChange({
  id: "fastapi-request-property-refused",
  title: "A property of the request was removed, and the model refuses what it does not know",
  why: 'The model has `extra="forbid"`: callers that still send the property get 422. Without it, the property would be ignored.',
  fix: "Keep the field with `deprecated=True` and ignore its value.",
});
