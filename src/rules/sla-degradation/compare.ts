import { type Measurement, type Measurements, isWorse } from "../../facts/measurements/measurement.ts";

/** A metric on both sides beside its threshold; `better` is said as readily as `exceeded`. */
export interface ComparedMeasurement {
  readonly metric: string;
  readonly base: number | null;
  readonly head: number;
  readonly threshold: number | null;
  readonly unit: string;
  readonly state: "ok" | "exceeded" | "better";
}

/** Less than this share of the base's value is taken for the noise of measuring. */
const noise = 0.05;

/**
 * The measured metrics worth showing: those with a threshold, else, where none is configured, all that a baseline
 * compares. In order of the results.
 */
export function compareMeasurements(
  measurements: Measurements,
  sla: Readonly<Record<string, number>>,
): readonly ComparedMeasurement[] {
  const thresholds = new Map(Object.entries(sla));
  const base = new Map(measurements.base.map((one) => [one.metric, one.value]));
  const compared: ComparedMeasurement[] = [];
  for (const head of measurements.head) {
    const threshold = thresholds.get(head.metric) ?? null;
    const before = base.get(head.metric) ?? null;
    if (thresholds.size > 0 ? threshold === null : before === null) continue;
    compared.push({
      metric: head.metric,
      base: before,
      head: head.value,
      threshold,
      unit: head.unit,
      state: stateOf(head, before, threshold),
    });
  }
  return compared;
}

function stateOf(
  head: Measurement,
  base: number | null,
  threshold: number | null,
): ComparedMeasurement["state"] {
  if (threshold !== null && isWorse(head, head.value, threshold)) return "exceeded";
  return base !== null && isWorse(head, base, head.value) && !isNoise(base, head.value) ? "better" : "ok";
}

/**
 * Whether the change is to blame for an exceeded threshold: the base kept it, or was better by more than noise, or was
 * not measured.
 */
export function isDegradation(compared: ComparedMeasurement): boolean {
  const { base, head, threshold } = compared;
  if (compared.state !== "exceeded" || threshold === null) return false;
  if (base === null || !isWorse(compared, base, threshold)) return true;
  return isWorse(compared, head, base) && !isNoise(base, head);
}

function isNoise(base: number, head: number): boolean {
  return Math.abs(head - base) <= Math.abs(base) * noise;
}

/** A value as people write it: at most three digits after the point, with its unit. */
export function formatMeasurement(value: number, unit: string): string {
  const text = String(Math.round(value * 1000) / 1000);
  return unit === "" || unit === "%" ? `${text}${unit}` : `${text} ${unit}`;
}
