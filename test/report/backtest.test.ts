import { expect, test } from "vitest";

import { backtestSummary, renderBacktest } from "../../src/report/backtest.ts";
import { reportOf } from "../support/report.ts";

const report = reportOf();
const replayed = { commit: "1a2b3c4d5e6f", title: "A change", report };

test.each([
  [[], "0 changes; 0 touch a domain."],
  [[replayed], "1 change; 0 touch a domain."],
  [
    [{ commit: "1a2b3c4d5e6f", title: "A change", failure: "no merge base" }],
    "1 change; 1 touches a domain.",
  ],
  [[replayed, replayed], "2 changes; 0 touch a domain."],
] as const)("%# changes are counted in words that fit", (changes, line) => {
  expect(renderBacktest(backtestSummary(changes.map((one) => one)))).toContain(line);
});
