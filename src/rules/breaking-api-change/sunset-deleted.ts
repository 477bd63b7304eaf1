import { breakingChange } from "../contract-rule.ts";

export const sunsetDeleted = breakingChange({
  id: "sunset-deleted",
  judges: [
    "sunset-deleted",
    "api-path-sunset-parse",
    "request-parameter-sunset-deleted",
    "request-parameter-sunset-parse",
  ],
  title: "The date until which something deprecated is promised is gone or cannot be read",
  why: "The date (`x-sunset`) tells callers until when they may rely on what is deprecated. Without it, it can go any day.",
  fix: "Put the date back, written as `2027-01-31`.",
});
