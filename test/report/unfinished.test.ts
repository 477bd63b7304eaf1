import { expect, test } from "vitest";

import { renderJson } from "../../src/report/json.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { unfinishedReport, unknownChange } from "../../src/report/unfinished.ts";

test("what is not known of a change that could not be evaluated is null, never an empty text", () => {
  const { change, verdict } = JSON.parse(renderJson(unfinishedReport(unknownChange, "no merge base")));
  expect(change).toEqual({
    title: null,
    base: null,
    date: null,
    baseTip: null,
    mergeBase: null,
    head: null,
    files: null,
    additions: null,
    deletions: null,
  });
  expect(verdict).toEqual({ status: "not-evaluated", reasons: ["no merge base"] });
});

test("in a terminal it is the reason alone", () => {
  const report = unfinishedReport(unknownChange, "no merge base");
  expect(renderTerminal(report, { colour: false, width: 80 })).toBe("Not evaluated. no merge base.\n");
});

test("a reason that quotes a secret does not publish it", () => {
  const report = unfinishedReport(unknownChange, "git could not read https://x:correct-horse@git.example/a");
  expect(renderJson(report)).not.toContain("correct-horse");
});
