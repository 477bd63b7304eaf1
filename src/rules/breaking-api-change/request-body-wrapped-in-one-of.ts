import { breakingChange } from "../contract-rule.ts";

export const requestBodyWrappedInOneOf = breakingChange({
  id: "request-body-wrapped-in-one-of",
  judges: ["request-body-wrapped-in-one-of", "response-body-wrapped-in-one-of"],
  title: "A body became one of several alternatives",
  why: "Whoever sends or reads the body has to say which alternative it is, or find out. With a discriminator, a body without the tag is answered with 422.",
  fix: "Serve the alternatives under another path or version, or let the tag of the old form have a default and keep the union undiscriminated.",
});
