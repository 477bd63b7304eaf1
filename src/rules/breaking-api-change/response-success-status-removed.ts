import { breakingChange } from "../contract-rule.ts";

export const responseSuccessStatusRemoved = breakingChange({
  id: "response-success-status-removed",
  title: "A success status is no longer sent",
  why: "Clients compare the status with the documented one; generated clients read the body by status.",
  fix: "Keep `status_code`, or answer with the old status where callers do not ask for the new one.",
});
