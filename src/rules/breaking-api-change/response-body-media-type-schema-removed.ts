import { riskyChange } from "../contract-rule.ts";

export const responseBodyMediaTypeSchemaRemoved = riskyChange({
  id: "response-body-media-type-schema-removed",
  title: "The response lost its model",
  why: "Without a response model nothing is documented, and nothing is filtered: every attribute of what the handler returns is sent.",
  fix: "Keep `response_model` or the return annotation.",
});
