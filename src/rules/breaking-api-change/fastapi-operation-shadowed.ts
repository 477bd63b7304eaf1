import { breakingChange } from "../contract-rule.ts";

export const fastapiOperationShadowed = breakingChange({
  id: "fastapi-operation-shadowed",
  title: "An operation is no longer reached: another one before it takes its requests",
  why: "Routes are tried in the order in which they are registered. A path with a parameter that now stands before `/users/me` takes that path too, and answers in its place.",
  fix: "Register the route with the fixed path first.",
});
