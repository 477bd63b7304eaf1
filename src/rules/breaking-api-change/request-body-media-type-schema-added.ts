import { breakingChange } from "../contract-rule.ts";

export const requestBodyMediaTypeSchemaAdded = breakingChange({
  id: "request-body-media-type-schema-added",
  title: "A free request body got a schema",
  why: "Anything was accepted; now a body that does not fit the schema is answered with 422. Validation is wanted, but today's callers have to be known to pass it.",
  fix: "Take the model under a new version or path; or make every field that callers may leave out optional, and have this acknowledged.",
});
