import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Measurement } from "../../../src/facts/measurements/measurement.ts";
import {
  compareMeasurements,
  formatMeasurement,
  isDegradation,
} from "../../../src/rules/sla-degradation/compare.ts";

const p95 = (value: number): Measurement => ({ metric: "p95", value, unit: "ms" });
const rate = (value: number): Measurement => ({ metric: "rate", value, unit: "1/s" });

describe("a threshold of 300 ms", () => {
  test.each([
    ["within", 180, 210, "ok", false],
    ["faster than before", 180, 120, "better", false],
    ["faster, but within the noise", 180, 175, "ok", false],
    ["exceeded now", 180, 301, "exceeded", true],
    ["exceeded and never measured before", null, 301, "exceeded", true],
    ["missed before, by as much", 400, 405, "exceeded", false],
    ["missed before, by less", 400, 460, "exceeded", true],
    ["missed before, and better now", 400, 350, "exceeded", false],
    ["at the threshold", 180, 300, "ok", false],
  ] as const)("%s", (_, base, head, state, degradation) => {
    const [compared] = compareMeasurements(
      { base: base === null ? [] : [p95(base)], head: [p95(head)] },
      { p95: 300 },
    );
    expect(compared?.state).toBe(state);
    expect(compared === undefined ? null : isDegradation(compared)).toBe(degradation);
  });
});

test("throughput has to stay above its threshold", () => {
  const [low] = compareMeasurements({ base: [rate(120)], head: [rate(90)] }, { rate: 100 });
  const [high] = compareMeasurements({ base: [rate(120)], head: [rate(150)] }, { rate: 100 });
  expect([low?.state, high?.state]).toEqual(["exceeded", "better"]);
});

test("with thresholds those metrics are shown, without any all that a baseline compares", () => {
  const measurements = { base: [p95(1)], head: [p95(1), rate(2)] };
  expect(compareMeasurements(measurements, { rate: 1 }).map((one) => one.metric)).toEqual(["rate"]);
  expect(compareMeasurements(measurements, {}).map((one) => one.metric)).toEqual(["p95"]);
  expect(compareMeasurements(measurements, { other: 1 })).toEqual([]);
});

test("a degradation has always exceeded its threshold", () => {
  const value = fc.double({ min: 0, max: 1e6, noNaN: true });
  fc.assert(
    fc.property(value, value, value, (base, head, threshold) => {
      const [compared] = compareMeasurements({ base: [p95(base)], head: [p95(head)] }, { p95: threshold });
      expect(compared !== undefined && isDegradation(compared) && head <= threshold).toBe(false);
    }),
  );
});

test("values as people write them", () => {
  expect([formatMeasurement(180.25, "ms"), formatMeasurement(1 / 3, "%"), formatMeasurement(7, "")]).toEqual([
    "180.25 ms",
    "0.333%",
    "7",
  ]);
});
