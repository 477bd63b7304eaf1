import { breakingChange } from "../contract-rule.ts";

export const responseMediaTypeRemoved = breakingChange({
  id: "response-media-type-removed",
  judges: ["response-media-type-removed", "response-media-type-name-generalized"],
  title: "The response no longer comes in one of its media types",
  why: "Readers ask for, and parse, the media type that was there.",
  fix: "Keep the response class, and add the new form under another path or version.",
});
