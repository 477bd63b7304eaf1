import type { Measurement } from "./measurement.ts";
import { isRecord } from "../../text/record.ts";

const aggregates = ["mean", "median", "min", "max"] as const;

/**
 * Results of pytest-benchmark (`--benchmark-json`): per benchmark `<name> mean`, `median`, `min` and `max` in ms (the file
 * has seconds) and `<name> ops` in 1/s. Null when the value is none.
 */
export function readPytestBenchmark(
  result: Readonly<Record<string, unknown>>,
): readonly Measurement[] | null {
  const { benchmarks } = result;
  if (!Array.isArray(benchmarks)) return null;
  const measurements: Measurement[] = [];
  for (const benchmark of benchmarks as readonly unknown[]) {
    if (!isRecord(benchmark) || typeof benchmark["name"] !== "string" || !isRecord(benchmark["stats"]))
      return null;
    const { name, stats } = { name: benchmark["name"], stats: benchmark["stats"] };
    for (const aggregate of aggregates) {
      const seconds = stats[aggregate];
      if (typeof seconds === "number")
        measurements.push({ metric: `${name} ${aggregate}`, value: seconds * 1000, unit: "ms" });
    }
    if (typeof stats["ops"] === "number")
      measurements.push({ metric: `${name} ops`, value: stats["ops"], unit: "1/s" });
  }
  return measurements;
}
