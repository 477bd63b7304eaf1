import { breakingChange } from "../contract-rule.ts";

export const apiPathRemovedWithoutDeprecation = breakingChange({
  id: "api-path-removed-without-deprecation",
  judges: ["api-path-removed-without-deprecation", "api-path-removed-with-deprecation"],
  title: "A path and all its operations were removed",
  why: "Callers of the path get 404 from the moment of the deployment. Renaming a path or a router's prefix is the same to them.",
  fix: "Serve the old path beside the new one with `deprecated=True` and remove it in a later change, or keep it under its old version.",
});
