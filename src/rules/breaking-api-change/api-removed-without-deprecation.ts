import { breakingChange } from "../contract-rule.ts";

export const apiRemovedWithoutDeprecation = breakingChange({
  id: "api-removed-without-deprecation",
  judges: ["api-removed-without-deprecation", "api-removed-with-deprecation"],
  title: "An operation was removed while its path stays",
  why: "Callers of the operation get 405 from the moment of the deployment. Nothing told them before.",
  fix: "Put the operation back with `deprecated=True` on its decorator and remove it in a later change, or keep it under its old version.",
});
