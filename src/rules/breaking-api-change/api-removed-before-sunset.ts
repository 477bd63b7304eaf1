import { minimatch } from "minimatch";

import { isSunsetDate } from "../../changes/contract/sunset.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

export const apiRemovedBeforeSunset = defineRule({
  id: "api-removed-before-sunset",
  constraint: "versioned-breaking-changes",
  trigger: "breaking-api-change",
  domain: "API",
  severity: "error",
  confidence: "high",
  title: "A deprecated operation was removed before its sunset date",
  why: "The date in `versioning.sunset`, or in `x-sunset` of an OpenAPI document, is what callers were promised: until then they may rely on the operation.",
  fix: "Keep the operation until the date, or move the date where callers can see it.",
  *check({ changes, changeSet, settings }): Iterable<FindingDraft> {
    const dates = Object.entries(settings.versioning.sunset);
    for (const { status, key, before } of changes.operations) {
      if (status !== "removed" || !before.deprecated) continue;
      const configured = dates
        .filter(([glob]) => minimatch(key, glob) || minimatch(before.path, glob))
        .map(([, date]) => date);
      const promised = [...configured, ...declaredDate(before.sunset)].sort().at(-1);
      if (promised === undefined || changeSet.headDate >= promised) continue;
      yield {
        subject: key,
        reaches: [key],
        before: `until ${promised}`,
        after: null,
        where: { ...before.where, side: "before" },
        message: say`\`${key}\` was removed on ${changeSet.headDate}, before ${promised}`,
        fix: `Keep the operation until ${promised}.`,
        confidence: before.confidence,
      };
    }
  },
});

/** `x-sunset` as a date, `YYYY-MM-DD`. */
function declaredDate(sunset: string | undefined): readonly string[] {
  return sunset !== undefined && isSunsetDate(sunset) ? [sunset.slice(0, 10)] : [];
}
