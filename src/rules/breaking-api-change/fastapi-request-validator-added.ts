import { riskyChange } from "../contract-rule.ts";

export const fastapiRequestValidatorAdded = riskyChange({
  id: "fastapi-request-validator-added",
  title: "A model of requests got a validator",
  why: "A validator can refuse what the schema allows, and no document shows it: values that were accepted until now may be answered with 422. What it does is not known here.",
  fix: "See that it accepts what callers send today, or add it to a new model.",
});
