import { Failure } from "../text/failure.ts";
import { readResultFile } from "./measurements-read.ts";

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

/**
 * The measurements of the files that a user named; a metric that several of them hold counts with its worst value.
 * Throws `Failure` (usage) for a file that holds no results: a threshold must not go unwatched because of it.
 */
export function readMeasurements(
  files: readonly { readonly path: string; readonly text: string }[],
): readonly Measurement[] {
  const worst = new Map<string, Measurement>();
  for (const { path, text } of files) {
    const result = readResultFile(text);
    if (result.kind === "unreadable") throw new Failure("usage", `\`${path}\` ${result.reason}.`);
    for (const one of result.measurements) {
      const known = worst.get(one.metric);
      if (known === undefined || isWorse(one, one.value, known.value)) worst.set(one.metric, one);
    }
  }
  return [...worst.values()];
}
