import { riskyChange } from "../contract-rule.ts";

export const requestPropertyMaxSet = riskyChange({
  id: "request-property-max-set",
  judges: [
    "request-property-max-set",
    "request-property-exclusive-max-set",
    "request-property-min-set",
    "request-property-exclusive-min-set",
    "request-property-max-length-set",
    "request-body-max-set",
    "request-body-exclusive-max-set",
    "request-body-min-set",
    "request-body-exclusive-min-set",
    "request-body-max-length-set",
    "fastapi-request-max-items-set",
  ],
  title: "A property of the request got its first limit",
  why: "Values beyond the limit were accepted and are answered with 422. Often no caller comes near it.",
  fix: "Check in the stored data that no caller sends more.",
});
