import { readGateJobs } from "../../facts/gate/jobs.ts";
import type { Severity } from "../finding.ts";
import type { RuleContext } from "../rule.ts";

/**
 * How severe a change of the gate is. The change that installs it is only told: where the base tip has neither a job
 * that uses the action nor a configuration, there is nothing yet that could be weakened (interface.md, Configuration).
 */
export function gateSeverity({ changeSet, settings }: RuleContext): Severity {
  const installed = changeSet.base.entries.has(settings.path) || readGateJobs(changeSet.base).jobs.length > 0;
  return installed ? "error" : "info";
}

/** How every change of the gate comes to green. */
export const agree = "Have an authority acknowledge it, or take it into a pull request of its own.";
