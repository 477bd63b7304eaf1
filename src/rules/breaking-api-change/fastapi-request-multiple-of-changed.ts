import { breakingChange } from "../contract-rule.ts";

export const fastapiRequestMultipleOfChanged = breakingChange({
  id: "fastapi-request-multiple-of-changed",
  judges: ["fastapi-request-multiple-of-changed", "fastapi-request-unique-items-required"],
  title: "Numbers or lists in the request are restricted in a new way",
  why: "Values that are no multiple, and lists in which an item comes twice, were accepted and are answered with 422.",
  fix: "Leave the restriction out, or round and deduplicate in the handler.",
});
