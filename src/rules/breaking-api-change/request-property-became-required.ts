import { breakingChange } from "../contract-rule.ts";

export const requestPropertyBecameRequired = breakingChange({
  id: "request-property-became-required",
  judges: [
    "request-property-became-required",
    "request-property-became-required-with-default",
    "request-header-property-became-required",
  ],
  title: "A property of the request became required",
  why: "Requests that leave the property out were answered; now they get 422. With Pydantic 2, `x: str | None` without a default is required.",
  fix: "Keep the default (`= None`).",
});
