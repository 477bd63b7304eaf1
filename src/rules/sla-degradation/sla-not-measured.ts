import { nearest } from "../../text/nearest.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

export const slaNotMeasured = defineRule({
  id: "sla-not-measured",
  domain: "BACKEND",
  severity: "warning",
  confidence: "high",
  title: "A threshold is configured for a metric that was not measured",
  why: "The workflow gave results, but none for this metric, so nothing watches its threshold. A typing error in its name looks the same.",
  fix: "Name the metric as the results do (k6 `http_req_duration.p(95)`, Locust `GET /users p95`, pytest-benchmark `test_list_users mean`), or measure it.",
  *check({ measurements, settings }): Iterable<FindingDraft> {
    if (measurements.head.length === 0) return;
    const measured = new Set(measurements.head.map((one) => one.metric));
    for (const metric of Object.keys(settings.sla).sort()) {
      if (measured.has(metric)) continue;
      const near = nearest(metric, measured);
      yield {
        subject: metric,
        reaches: [],
        before: null,
        after: null,
        where: { path: settings.path, line: 1, endLine: 1, side: "before" },
        message: say`\`${metric}\` has a threshold but was not measured${near === null ? "" : say`; did you mean \`${near}\``}`,
        fix: near === null ? "Measure it, or remove the threshold." : `Name it \`${near}\`.`,
      };
    }
  },
});
