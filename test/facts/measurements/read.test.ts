import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isHigherBetter, isWorse, type Measurement } from "../../../src/facts/measurements/measurement.ts";
import { readMeasurements } from "../../../src/facts/measurements/read.ts";
import { readResultFile } from "../../../src/facts/measurements/result-file.ts";

function read(text: string): Readonly<Record<string, string>> {
  const result = readResultFile(text);
  if (result.kind === "unreadable") throw new Error(result.reason);
  return Object.fromEntries(
    result.measurements.map((one) => [one.metric, `${one.value} ${one.unit}`.trim()]),
  );
}

describe("k6", () => {
  test("what --summary-export writes", () => {
    const summary = {
      metrics: {
        http_req_duration: { avg: 92.5, min: 12, med: 80, max: 911, "p(90)": 150, "p(95)": 180.25 },
        http_reqs: { count: 7200, rate: 120 },
        http_req_failed: { passes: 36, fails: 7164, value: 0.005, thresholds: { "rate<0.01": false } },
        data_received: { count: 81920, rate: 1365.3 },
        checks: { passes: 99, fails: 1, value: 0.99 },
        vus: { value: 10, min: 1, max: 10 },
      },
      root_group: {},
    };
    expect(read(JSON.stringify(summary))).toMatchObject({
      "http_req_duration.p(95)": "180.25 ms",
      "http_reqs.count": "7200",
      "http_reqs.rate": "120 1/s",
      "http_req_failed.value": "0.005",
      "data_received.count": "81920 bytes",
      "checks.value": "0.99",
      "vus.max": "10",
    });
  });

  test("what handleSummary is given", () => {
    const summary = {
      metrics: {
        "http_req_duration{name:users}": {
          type: "trend",
          contains: "time",
          values: { "p(95)": 40.5, avg: 20 },
        },
        iterations: { type: "counter", contains: "default", values: { count: 10, rate: 2.5 } },
        http_req_failed: { type: "rate", contains: "default", values: { rate: 0, passes: 0, fails: 10 } },
        waiting: { type: "trend", contains: "time", values: { avg: 3 } },
      },
    };
    expect(read(JSON.stringify(summary))).toEqual({
      "http_req_duration{name:users}.p(95)": "40.5 ms",
      "http_req_duration{name:users}.avg": "20 ms",
      "iterations.count": "10",
      "iterations.rate": "2.5 1/s",
      "http_req_failed.rate": "0",
      "http_req_failed.passes": "0",
      "http_req_failed.fails": "10",
      "waiting.avg": "3 ms",
    });
  });
});

describe("Locust", () => {
  // Written by Locust 2 (`--csv`), shortened to the columns that are read and one that is not.
  const stats = [
    "Type,Name,Request Count,Failure Count,Median Response Time,Average Response Time,Min Response Time,Max Response Time,Average Content Size,Requests/s,Failures/s,50%,95%,99.9%,100%",
    'GET,"/missing,""x""",28,28,6,15.3,3.1,143.3,335.0,14.02,14.02,6,79,140,140',
    "GET,/ok,40,0,6,11.77,2.8,145.0,0.0,17.03,0.0,6,41,N/A,150",
    ",Aggregated,68,17,6,13.4,2.8,145.0,151.2,31.05,14.02,6,48,150,150",
    "",
  ].join("\r\n");

  test("each row by method and name", () => {
    expect(read(stats)).toMatchObject({
      'GET /missing,"x" p95': "79 ms",
      'GET /missing,"x" failures': "100 %",
      "GET /ok requests/s": "17.03 1/s",
      "GET /ok average": "11.77 ms",
      "Aggregated median": "6 ms",
      "Aggregated failures": "25 %",
    });
  });

  test("a value that was not measured is left out", () => {
    expect(read(stats)).not.toHaveProperty("GET /ok p99.9");
  });

  test("another table of Locust is no statistics", () => {
    expect(readResultFile("Method,Name,Error,Occurrences\nGET,/x,E,1\n").kind).toBe("unreadable");
  });
});

test("pytest-benchmark: seconds become milliseconds", () => {
  // Written by pytest-benchmark 5.3 (`--benchmark-json`), shortened.
  const result = {
    machine_info: {},
    benchmarks: [
      {
        group: null,
        name: "test_list_users",
        fullname: "tests/test_bench.py::test_list_users",
        stats: { min: 0.002, max: 0.5, mean: 0.25, stddev: 0.0006, rounds: 24308, median: 0.125, ops: 4 },
      },
    ],
    version: "5.3.1",
  };
  expect(read(JSON.stringify(result))).toEqual({
    "test_list_users mean": "250 ms",
    "test_list_users median": "125 ms",
    "test_list_users min": "2 ms",
    "test_list_users max": "500 ms",
    "test_list_users ops": "4 1/s",
  });
});

describe("other texts", () => {
  test.each([
    "",
    "{",
    "{}",
    "[]",
    "null",
    '{"metrics": 3}',
    '{"metrics": {"a": 1}}',
    '{"benchmarks": [{}]}',
    "a,b\n1,2\n",
  ])("%s", (text) => expect(readResultFile(text).kind).toBe("unreadable"));

  test("any text has an answer", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => void readResultFile(text)));
    fc.assert(fc.property(fc.json(), (text) => void readResultFile(text)));
  });

  test("a file without results is the user's mistake, not silence", () => {
    expect(() => readMeasurements([{ path: "a.json", text: "{}" }])).toThrow("`a.json` is no k6 summary");
  });
});

test("a metric that several files hold counts with its worst value", () => {
  const file = (path: string, p95: number, rate: number) => ({
    path,
    text: JSON.stringify({ metrics: { http_req_duration: { "p(95)": p95 }, http_reqs: { count: 1, rate } } }),
  });
  const values = new Map(
    readMeasurements([file("a.json", 100, 50), file("b.json", 300, 60)]).map((one) => [
      one.metric,
      one.value,
    ]),
  );
  expect(values.get("http_req_duration.p(95)")).toBe(300);
  expect(values.get("http_reqs.rate")).toBe(50);
});

test("more is better for throughput and passed checks, worse for all else", () => {
  const better = (metric: string, unit: string) => isHigherBetter({ metric, unit });
  expect([
    better("http_reqs.rate", "1/s"),
    better("checks.rate", ""),
    better("checks{a:b}.value", ""),
  ]).toEqual([true, true, true]);
  expect([better("http_req_failed.rate", ""), better("GET /x p95", "ms")]).toEqual([false, false]);
  const throughput: Measurement = { metric: "http_reqs.rate", value: 1, unit: "1/s" };
  expect([isWorse(throughput, 90, 100), isWorse(throughput, 100, 100)]).toEqual([true, false]);
});
