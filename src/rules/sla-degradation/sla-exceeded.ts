import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { compareMeasurements, formatMeasurement, isDegradation } from "./compare.ts";

export const slaExceeded = defineRule({
  id: "sla-exceeded",
  trigger: "sla-degradation",
  domain: "BACKEND",
  severity: "error",
  confidence: "high",
  title: "A measured metric is beyond its threshold",
  why: "The thresholds under `sla` are what users were promised. This workflow measured a value beyond one of them that the base kept, or that the base already missed by less.",
  fix: "Make it faster, or raise the threshold in the configuration of the base branch, or let an authority acknowledge the degradation. Where the base misses the threshold too, only what is worse by more than 5 % is reported.",
  *check({ measurements, settings }): Iterable<FindingDraft> {
    for (const compared of compareMeasurements(measurements, settings.sla)) {
      if (!isDegradation(compared) || compared.threshold === null) continue;
      const show = (value: number) => formatMeasurement(value, compared.unit);
      const base = compared.base === null ? "not measured on the base" : `${show(compared.base)} on the base`;
      yield {
        subject: compared.metric,
        reaches: [],
        before: null,
        after: stepOf(compared.head, compared.threshold),
        where: { path: settings.path, line: 1, endLine: 1, side: "before" },
        message: say`\`${compared.metric}\` is ${show(compared.head)}, beyond its threshold of ${show(compared.threshold)} (${base})`,
        fix: "Find what made it slower, or let an authority acknowledge it.",
      };
    }
  },
});

/**
 * A measured value in steps of a tenth of its threshold: the next run measures something slightly different, and an
 * acknowledgement has to survive that, but not a further degradation.
 */
function stepOf(value: number, threshold: number): string {
  if (threshold === 0) return "beyond 0";
  return `${Math.round((value / threshold) * 10) * 10} % of ${threshold}`;
}
