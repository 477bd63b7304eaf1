import { riskyChange } from "../contract-rule.ts";

export const optionalResponseHeaderRemoved = riskyChange({
  id: "optional-response-header-removed",
  title: "An optional header of a response was removed",
  why: "Readers that use the header when it is there do without it now. Only documents declare headers of responses.",
  fix: "Keep sending the header, or say in the document until when it comes.",
});
