import { breakingChange } from "../contract-rule.ts";

export const responsePropertyOneOfAdded = breakingChange({
  id: "response-property-one-of-added",
  judges: ["response-property-one-of-added", "response-body-one-of-added"],
  title: "The response got one more discriminated alternative",
  why: "Readers that switch over the tag meet one that they do not know.",
  fix: "Serve the new alternative under another path or version, or have readers agree that unknown tags can come.",
});
