import { breakingChange } from "../contract-rule.ts";

export const requestBodyBecameRequired = breakingChange({
  id: "request-body-became-required",
  title: "The request body became required",
  why: "Requests without a body were complete and are answered with 422.",
  fix: "Keep the default of the body parameter.",
});
