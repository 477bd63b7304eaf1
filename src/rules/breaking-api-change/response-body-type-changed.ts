import { breakingChange } from "../contract-rule.ts";

export const responseBodyTypeChanged = breakingChange({
  id: "response-body-type-changed",
  judges: [
    "response-body-type-changed",
    "response-body-type-generalized",
    "response-body-list-of-types-widened",
    "response-body-content-media-type-changed",
    "response-body-property-names-removed",
    "response-body-prefix-items-added",
  ],
  title: "The response has another type",
  why: "Readers that parse the old type fail: a list where an object was, or one more type than they know.",
  fix: "Serve the new form under another path or version.",
});
