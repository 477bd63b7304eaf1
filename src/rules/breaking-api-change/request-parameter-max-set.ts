import { riskyChange } from "../contract-rule.ts";

export const requestParameterMaxSet = riskyChange({
  id: "request-parameter-max-set",
  judges: [
    "request-parameter-max-set",
    "request-parameter-exclusive-max-set",
    "request-parameter-min-set",
    "request-parameter-exclusive-min-set",
    "request-parameter-max-length-set",
  ],
  title: "A parameter got its first limit",
  why: "Values beyond the limit were accepted and are answered with 422. Often no caller comes near it.",
  fix: "Check in the logs that no caller sends more.",
});
