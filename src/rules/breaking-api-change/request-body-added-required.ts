import { breakingChange } from "../contract-rule.ts";

export const requestBodyAddedRequired = breakingChange({
  id: "request-body-added-required",
  title: "An operation needs a request body now",
  why: "Requests without a body were complete and are answered with 422.",
  fix: "Give the body parameter a default, such as `None`.",
});
