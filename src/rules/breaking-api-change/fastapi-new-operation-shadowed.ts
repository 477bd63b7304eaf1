import { riskyChange } from "../contract-rule.ts";

export const fastapiNewOperationShadowed = riskyChange({
  id: "fastapi-new-operation-shadowed",
  title: "A new operation is never reached: another one before it takes its requests",
  why: "Routes are tried in the order in which they are registered. A path with a parameter that stands before `/users/me` takes that path too, so that the new operation never answers.",
  fix: "Register the route with the fixed path before the one with the parameter.",
});
