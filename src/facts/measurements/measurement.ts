/** Results of load tests or benchmarks that this workflow measured (`sla-results`, `sla-baseline`). */
export interface Measurements {
  readonly head: readonly Measurement[];
  readonly base: readonly Measurement[];
}

export interface Measurement {
  /** `http_req_duration.p(95)`, `GET /users p95`, `test_list_users mean`. */
  readonly metric: string;
  readonly value: number;
  /** `ms`, `1/s`, `%`, `bytes`; empty for counts and k6's rates between 0 and 1. */
  readonly unit: string;
}

/** Whether more of a metric is better: throughput, and k6's share of passed checks. Of all others less is better. */
export function isHigherBetter(measurement: Pick<Measurement, "metric" | "unit">): boolean {
  return measurement.unit === "1/s" || /^checks(?:\{[^}]*\})?\.(?:rate|value)$/.test(measurement.metric);
}

/** Whether `value` is worse than `than`, for a metric of this kind. */
export function isWorse(
  measurement: Pick<Measurement, "metric" | "unit">,
  value: number,
  than: number,
): boolean {
  return isHigherBetter(measurement) ? value < than : value > than;
}
