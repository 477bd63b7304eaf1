import { breakingChange } from "../contract-rule.ts";

export const requestParameterBecameRequired = breakingChange({
  id: "request-parameter-became-required",
  title: "A parameter became required",
  why: "Requests that leave the parameter out were answered; now they get 422.",
  fix: "Keep the default, so that callers who leave the parameter out are still served.",
});
