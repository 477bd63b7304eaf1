import { describe, expect, test } from "vitest";

import { escalate } from "../../src/escalation/escalate.ts";
import { escalationId, violationId } from "../../src/escalation/identities.ts";
import type { Finding } from "../../src/rules/finding.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { finding, rule } from "../support/finding.ts";

const rules = [
  rule({ id: "response-property-removed" }),
  rule({ id: "operation-added", severity: "info", informs: true }),
  rule({ id: "advice-about-the-api", severity: "warning" }),
];

const asked = (
  findings: readonly Finding[],
  settings: Settings = defaultSettings,
  baseDate = "2026-01-05",
) => {
  const result = escalate(findings, rules, settings, baseDate);
  return {
    escalations: result.escalations.map(({ id, state, authority }) => `${id} ${state} ${authority}`),
    violations: result.violations.map(({ id, state, authority }) => `${id} ${state} ${authority}`),
    decides: result.findings.map(({ decides }) => decides),
    accepted: result.findings.map(({ accepted }) => accepted),
    notices: result.notices,
  };
};

describe("one fact, one red", () => {
  test("a trigger's fact is an open escalation", () => {
    const fact = finding();
    expect(asked([fact])).toMatchObject({
      escalations: [`${escalationId(fact, "breaking-api-change")} open ARCHITECT`],
      violations: [],
    });
  });

  test("a constraint's fact is an open violation", () => {
    const fact = finding({ constraint: "async-only", trigger: null });
    expect(asked([fact])).toMatchObject({
      escalations: [],
      violations: [`${violationId(fact, "async-only")} open ARCHITECT`],
    });
  });

  test("a fact that serves both is a violation", () => {
    const fact = finding({ constraint: "alembic-only", trigger: "production-migration" });
    expect(asked([fact])).toMatchObject({
      escalations: [],
      violations: [`${violationId(fact, "alembic-only")} open ARCHITECT`],
    });
  });

  test("a break without a versioning strategy is an escalation and no violation", () => {
    const fact = finding({ constraint: "versioned-breaking-changes" });
    expect(asked([fact])).toMatchObject({
      escalations: [`${escalationId(fact, "breaking-api-change")} open ARCHITECT`],
      violations: [],
    });
  });

  test("two facts are two escalations", () => {
    expect(asked([finding(), finding({ subject: "UserRead.name (response)" })]).escalations).toHaveLength(2);
  });
});

describe("what needs no consent is told", () => {
  const told = (parts: Partial<Finding>, settings?: Settings) =>
    asked([finding({ decides: false, ...parts })], settings).escalations.map((line) => line.split(" ")[1]);

  test("by a rule that informs", () => {
    expect(told({ rule: "operation-added", severity: "info" })).toEqual(["informed"]);
  });
  test("by a rule that lowered its severity for the case, or was lowered by the configuration", () => {
    expect(told({ severity: "warning" })).toEqual(["informed"]);
  });
  test("advice is no escalation, nor is a break that is not certain, nor a rule that is off", () => {
    expect(told({ rule: "advice-about-the-api", severity: "warning" })).toEqual([]);
    expect(told({ confidence: "medium" })).toEqual([]);
    const off = { ...defaultSettings, rules: { "response-property-removed": "off" as const } };
    expect(told({ severity: "info" }, off)).toEqual([]);
  });
  test("what a specialist says or what stood before is none either", () => {
    expect(told({ severity: "warning", source: "DBA" })).toEqual([]);
    expect(told({ severity: "warning", introduced: false })).toEqual([]);
  });
});

describe("routes", () => {
  test("name the authority of a trigger or constraint", () => {
    const settings: Settings = {
      ...defaultSettings,
      escalation: {
        ...defaultSettings.escalation,
        routes: { "breaking-api-change": ["ARCHITECT", "API_OWNER"], "async-only": ["BACKEND_LEAD"] },
      },
    };
    const facts = [finding(), finding({ constraint: "async-only", trigger: null })];
    expect(asked(facts, settings)).toMatchObject({
      escalations: [expect.stringContaining("open ARCHITECT or API_OWNER")],
      violations: [expect.stringContaining("open BACKEND_LEAD")],
    });
  });
});

describe("standing exceptions", () => {
  const fact = finding();
  const id = escalationId(fact, "breaking-api-change");
  const accepting = (expires: string | null, which = id): Settings => ({
    ...defaultSettings,
    accepted: [{ id: which, reason: "v1 is gone", owner: "alice", expires }],
  });

  test.each([null, "2026-01-05", "2027-01-01"])("until %s", (expires) => {
    expect(asked([fact], accepting(expires))).toEqual({
      escalations: [],
      violations: [],
      decides: [false],
      accepted: [id],
      notices: [],
    });
  });

  test("an expired one does not count, which is said", () => {
    expect(asked([fact], accepting("2026-01-04"))).toEqual({
      escalations: [`${id} open ARCHITECT`],
      violations: [],
      decides: [true],
      accepted: [null],
      notices: [`The exception \`${id}\` of \`alice\` expired on 2026-01-04.`],
    });
  });

  test("the fact that got worse is not covered", () => {
    expect(
      asked([finding({ reaches: [...fact.reaches, "PATCH /users/{}"] })], accepting(null)).decides,
    ).toEqual([true]);
  });

  test("an acknowledgement does not waive a constraint", () => {
    const both = finding({ constraint: "alembic-only", trigger: "production-migration" });
    const escalation = escalationId(both, "production-migration");
    expect(asked([both], accepting(null, escalation)).violations).toHaveLength(1);
    expect(asked([both], accepting(null, violationId(both, "alembic-only"))).violations).toEqual([]);
  });
});
