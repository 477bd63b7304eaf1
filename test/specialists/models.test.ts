import { expect, test } from "vitest";

import { modelName, priceOf, tokensAtMost } from "../../src/specialists/models.ts";

test.each([
  ["haiku", {}, "claude-haiku-5-5"],
  ["sonnet", {}, "claude-sonnet-5-5"],
  ["opus", {}, "claude-opus-5-5"],
  ["haiku", { haiku: "claude-haiku-4-5" }, "claude-haiku-4-5"],
  ["some-model", { haiku: "claude-haiku-4-5" }, "some-model"],
  ["constructor", {}, "constructor"],
])("the model of %s with %j is %s", (tier, overrides, model) => {
  expect(modelName(tier, overrides)).toBe(model);
});

test.each([
  ["claude-haiku-5-5", 100_000, 0, 0.01],
  ["claude-haiku-5-5", 0, 1_000_000, 0.5],
  ["claude-haiku-5-5", 200_000, 1_000, 0.1025],
  ["claude-sonnet-5-5", 10_000, 1_000, 0.03],
  ["nobody-knows-it", 10_000, 1_000, 0.375],
])("%s with %i in and %i out costs %f dollars", (model, input, output, usd) => {
  expect(priceOf(model, input, output)).toBeCloseTo(usd, 6);
});

test("tokens are never guessed too few: two bytes each", () => {
  expect(tokensAtMost("é".repeat(100))).toBe(100);
  expect(tokensAtMost("")).toBe(0);
});
