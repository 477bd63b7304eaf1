import { describe, expect, test } from "vitest";

import type { FindingDraft, Severity } from "../../src/rules/finding.ts";
import type { Rule, RuleContext } from "../../src/rules/rule.ts";
import { ruleIdsOf, runRules } from "../../src/rules/run.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { say } from "../../src/text/sentence.ts";
import { contextOf } from "../support/change.ts";
import { rule } from "../support/finding.ts";

const draft = (parts: Partial<FindingDraft> = {}): FindingDraft => ({
  subject: "GET /users",
  reaches: [],
  before: null,
  after: null,
  where: { path: "a.py", line: 1, endLine: 1, side: "after" },
  message: say`It happened.`,
  fix: "Undo it.",
  ...parts,
});
const contextWith = async (severities: Settings["rules"]): Promise<RuleContext> =>
  contextOf({}, {}, { ...defaultSettings, rules: severities });
const run = async (
  parts: Partial<Rule>,
  drafts: readonly FindingDraft[],
  severities: Settings["rules"] = {},
) => runRules([rule({ id: "some-rule", ...parts, check: () => drafts })], await contextWith(severities));

describe("severity", () => {
  test.each<
    [string, Severity, Severity | undefined, Settings["rules"][string] | undefined, Severity, boolean]
  >([
    ["the rule's", "error", undefined, undefined, "error", true],
    ["lowered for the case", "error", "info", undefined, "info", false],
    ["never raised for a case", "warning", "error", undefined, "warning", false],
    ["lowered by the configuration", "error", undefined, "warning", "warning", false],
    ["raised by the configuration", "warning", undefined, "error", "error", true],
    ["turned off", "error", undefined, "off", "info", false],
    [
      "lowered for the case stays lower than the configuration says",
      "error",
      "info",
      "warning",
      "info",
      false,
    ],
    ["lowered for the case is not raised by naming the rule", "error", "warning", "error", "warning", false],
  ])("%s", async (_, own, lowered, configured, expected, decides) => {
    const drafts = [draft(lowered === undefined ? {} : { severity: lowered })];
    const [finding] = await run(
      { severity: own },
      drafts,
      configured === undefined ? {} : { "some-rule": configured },
    );
    expect(finding).toMatchObject({ severity: expected, decides });
  });

  test("of what guards the gate is not the configuration's to set", async () => {
    const parts = { trigger: "gate-change" } as const;
    expect(await run(parts, [draft()], { "some-rule": "off" })).toMatchObject([
      { severity: "error", decides: true },
    ]);
  });
});

test("a rule that is off by default runs where the configuration gives it a severity", async () => {
  const parts = { severity: "warning", trigger: null, offByDefault: true } as const;
  const found = async (severities: Settings["rules"]) =>
    (await run(parts, [draft()], severities)).map(({ severity }) => severity);
  expect(await found({})).toEqual([]);
  expect(await found({ "some-rule": "off" })).toEqual([]);
  expect(await found({ "another-rule": "error" })).toEqual([]);
  expect(await found({ "some-rule": "info" })).toEqual(["info"]);
  expect(await found({ "some-rule": "error" })).toEqual(["error"]);
});

test("only what is certain and serves a constraint or a trigger decides", async () => {
  const decides = async (parts: Partial<Rule>, confidence?: "medium") =>
    (await run(parts, [draft(confidence === undefined ? {} : { confidence })]))[0]?.decides;
  expect(await decides({})).toBe(true);
  expect(await decides({}, "medium")).toBe(false);
  expect(await decides({ confidence: "medium" })).toBe(false);
  expect(await decides({ trigger: null })).toBe(false);
  expect(await decides({ trigger: null, constraint: "async-only" })).toBe(true);
});

test("equal facts are numbered in order of the source, and each has its own identity", async () => {
  const at = (path: string, line: number) => draft({ where: { path, line, endLine: line, side: "after" } });
  const findings = await run({}, [at("b.py", 1), at("a.py", 9), at("a.py", 2)]);
  expect(findings.map(({ subject, where }) => `${subject} ${where.path}:${where.line}`)).toEqual([
    "GET /users a.py:2",
    "GET /users #2 a.py:9",
    "GET /users #3 b.py:1",
  ]);
  expect(new Set(findings.map(({ id }) => id)).size).toBe(3);
});

test("a rule is told which rules the configuration may name", async () => {
  const seen: unknown[] = [];
  const spy = rule({ id: "b", check: (_, ids) => (seen.push(ids), []) });
  const rules = [rule({ id: "a", trigger: "gate-change" }), spy];
  runRules(rules, await contextWith({}));
  expect(seen).toEqual([{ configurable: new Set(["b"]), fixed: new Set(["a"]) }]);
  expect(ruleIdsOf(rules)).toEqual(seen[0]);
});
