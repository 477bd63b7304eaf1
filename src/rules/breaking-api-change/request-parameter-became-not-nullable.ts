import { riskyChange } from "../contract-rule.ts";

export const requestParameterBecameNotNullable = riskyChange({
  id: "request-parameter-became-not-nullable",
  judges: ["request-parameter-became-not-nullable", "request-parameter-property-became-not-nullable"],
  title: "A parameter no longer accepts null",
  why: "Null cannot be written in a path, a query or a header, so that hardly any caller notices; generated clients change their types.",
  fix: "Nothing, when the parameter is still optional.",
});
