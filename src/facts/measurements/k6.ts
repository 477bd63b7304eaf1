import type { Measurement } from "./measurement.ts";
import { isRecord } from "../../text/record.ts";

/**
 * The metrics of a k6 summary: both what `--summary-export` writes (values beside the metric's name) and what
 * `handleSummary` is given (values under `values`). Metrics are named as in k6's own thresholds:
 * `http_req_duration.p(95)`, `http_req_failed.rate`. Null when the value is no k6 summary.
 */
export function readK6(summary: Readonly<Record<string, unknown>>): readonly Measurement[] | null {
  const { metrics } = summary;
  if (!isRecord(metrics)) return null;
  const measurements: Measurement[] = [];
  for (const [name, metric] of Object.entries(metrics)) {
    if (!isRecord(metric)) return null;
    const values = isRecord(metric["values"]) ? metric["values"] : metric;
    for (const [aggregate, value] of Object.entries(values)) {
      if (typeof value !== "number" || !Number.isFinite(value)) continue;
      measurements.push({ metric: `${name}.${aggregate}`, value, unit: unitOf(name, aggregate, metric) });
    }
  }
  return measurements;
}

/** Built-in metrics of k6 (its documentation, "Built-in metrics"); custom ones say in `contains` what they hold. */
function unitOf(name: string, aggregate: string, metric: Readonly<Record<string, unknown>>): string {
  const plain = name.replace(/\{.*$/, "");
  const isCounter = metric["type"] === "counter" || ("count" in metric && "rate" in metric);
  const isRate = metric["type"] === "rate" || "passes" in metric;
  if (isRate) return "";
  if (isCounter && aggregate === "rate") return "1/s";
  if (metric["contains"] === "data" || /^data_(?:sent|received)$/.test(plain)) return "bytes";
  if (metric["contains"] === "time") return "ms";
  const isTime =
    /^http_req_|^iteration_duration$|^group_duration$|^ws_(?:connecting|session_duration|ping)$|^grpc_req_duration$/;
  return !isCounter && isTime.test(plain) ? "ms" : "";
}
