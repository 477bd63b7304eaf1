import { describe, expect, test } from "vitest";

import { sinceSentence, withoutSince } from "../../src/publish/since.ts";
import { finding } from "../support/finding.ts";
import { escalationOf, reportOf, unreadOf, violationOf } from "../support/report.ts";

const one = finding();
const two = finding({ subject: "UserRead.name (response)" });
const blocking = finding({ constraint: "async-only", subject: "GET /users › read" });
const head = "1a2b3c4".padEnd(40, "0");
const since = (ids: readonly string[], parts: Parameters<typeof reportOf>[0] = {}) =>
  sinceSentence(reportOf(parts), { head, ids: new Set(ids) });

describe("what moved since the last report", () => {
  const open = {
    findings: [one, blocking],
    escalations: [escalationOf(one)],
    violations: [violationOf(blocking)],
  };

  test.each([
    ["nothing", [`ESC-API-${one.id}`, `CON-${blocking.id}`], open, null],
    ["all is new", [], open, "Since `1a2b3c4`: 2 new."],
    [
      "one fixed, one new",
      [`ESC-API-${one.id}`, `ESC-API-${two.id}`],
      open,
      "Since `1a2b3c4`: 1 fixed and 1 new.",
    ],
    [
      "answered is not fixed",
      [`ESC-API-${one.id}`, `CON-${blocking.id}`, "UNK-3T9B0QK7M2XWZ5HC"],
      {
        findings: [one, blocking],
        escalations: [escalationOf(one, { state: "acknowledged", by: "alice" })],
        violations: [violationOf(blocking, { state: "waived", by: "alice" })],
        coverage: { files: 1, analysed: 0, notAnalysed: [unreadOf({ state: "waived" })], unresolved: [] },
      },
      "Since `1a2b3c4`: 3 answered.",
    ],
    [
      "all three",
      [`ESC-API-${two.id}`, `ESC-API-${one.id}`],
      {
        findings: [one, blocking],
        escalations: [escalationOf(one, { state: "acknowledged" })],
        violations: [violationOf(blocking)],
      },
      "Since `1a2b3c4`: 1 fixed, 1 answered and 1 new.",
    ],
    [
      "a withdrawn answer is open again",
      [],
      { findings: [one], escalations: [escalationOf(one, { state: "withdrawn" })] },
      "Since `1a2b3c4`: 1 new.",
    ],
    [
      "what is only told is not counted",
      [],
      { findings: [one], escalations: [escalationOf(one, { state: "informed" })] },
      null,
    ],
  ])("%s", (_name, ids, parts, sentence) => {
    expect(since(ids, parts)).toBe(sentence);
    if (sentence !== null)
      expect(withoutSince(`**Blocked.** 2 things. ${sentence}\n\nmore`)).toBe(
        "**Blocked.** 2 things.\n\nmore",
      );
  });

  test("without a last report there is nothing to say", () => {
    expect(sinceSentence(reportOf(open), null)).toBeNull();
  });

  test("a commit that is none cannot act", () => {
    expect(sinceSentence(reportOf(open), { head: "x`[a](http://b)", ids: new Set() })).toBe(
      "Since ``x`[a](http://b)``: 2 new.",
    );
  });
});

test("nothing else is taken for the sentence", () => {
  for (const text of ["Since `1a2b3c4`: 1 new", " Since `main`: 1 new.", " Since `1a2b3c4`: many new."])
    expect(withoutSince(text)).toBe(text);
});
