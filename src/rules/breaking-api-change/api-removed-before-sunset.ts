import { minimatch } from "minimatch";

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
  why: "The date in `versioning.sunset` is what callers were promised: until then they may rely on the operation.",
  fix: "Keep the operation until the date, or move the date where callers can see it.",
  *check({ changes, changeSet, settings }): Iterable<FindingDraft> {
    const dates = Object.entries(settings.versioning.sunset);
    for (const { status, key, before } of changes.operations) {
      if (status !== "removed" || !before.deprecated) continue;
      const promised = dates
        .filter(([glob]) => minimatch(key, glob) || minimatch(before.path, glob))
        .map(([, date]) => date)
        .sort()
        .at(-1);
      if (promised === undefined || changeSet.headDate >= promised) continue;
      yield {
        subject: key,
        reaches: [key],
        before: `until ${promised}`,
        after: null,
        where: { ...before.where, side: "before" },
        message: `\`${key}\` was removed on ${changeSet.headDate}, before ${promised}`,
        fix: `Keep the operation until ${promised}.`,
        confidence: before.confidence,
      };
    }
  },
});
