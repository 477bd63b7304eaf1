import { breakingChange } from "../contract-rule.ts";

export const newRequiredRequestParameter = breakingChange({
  id: "new-required-request-parameter",
  title: "A new parameter is required",
  why: "Requests that were complete until now are answered with 422, because they do not send the parameter.",
  fix: "Give the parameter a default, such as `None`, that keeps the old behaviour.",
});
