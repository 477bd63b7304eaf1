import { breakingChange } from "../contract-rule.ts";

export const requestBodyRemoved = breakingChange({
  id: "request-body-removed",
  title: "The request body is no longer read",
  why: "What callers send is dropped without an error: the operation does something else than they ask for.",
  fix: "Keep reading the body, or serve the new form under another path or version.",
});
