import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { escalationId, unreadId, violationId, type Fact } from "../../src/escalation/identities.ts";
import { triggers } from "../../src/settings/mandate.ts";

const fact = (parts: Partial<Fact> = {}): Fact => ({
  rule: "response-property-removed",
  subject: "UserRead.email (response)",
  before: "string",
  after: null,
  reaches: ["GET /users", "GET /users/{}"],
  ...parts,
});

/** Frozen: recorded answers are bound to these. A change of this table is a breaking change of the product. */
describe("identities stay what they are across releases", () => {
  test.each([
    ["breaking-api-change", "ESC-API-BZ3KBDHK3C45ZZES"],
    ["production-migration", "ESC-DB-FQH2X64T6ZA0RV68"],
    ["auth-change", "ESC-AUTH-ZG940Q4KDQY4JGQM"],
    ["sla-degradation", "ESC-PERF-KDGHW4W4XW1R27T9"],
    ["cross-service", "ESC-XSVC-5NBPPBAZR622715V"],
    ["gate-change", "ESC-GATE-83S3N0XF04TVV12D"],
  ] as const)("%s", (trigger, id) => {
    expect(escalationId(fact(), trigger)).toBe(id);
  });

  test.each([
    ["alembic-only", fact(), "CON-ZFY0SJGR97BPBG53"],
    [
      "async-only",
      fact({
        rule: "blocking-call",
        subject: "GET /weekly › list_weekly › Session.execute",
        before: null,
        after: "Session.execute",
        reaches: ["GET /weekly"],
      }),
      "CON-H7P03AKN8MB9GD63",
    ],
    [
      "no-sensitive-data",
      fact({ rule: "sensitive-field-in-response", subject: "User.hashed_password (response)", reaches: [] }),
      "CON-7QCD5YYXJ9RJF4VS",
    ],
    ["pydantic-validation", fact({ subject: "größe 日本 👩‍⚕️" }), "CON-TMQBW2BD76KFQHX1"],
    ["versioned-breaking-changes", fact({ before: "", after: "" }), "CON-JVPQWXGGYZJRRFAA"],
  ] as const)("%s", (constraint, value, id) => {
    expect(violationId(value, constraint)).toBe(id);
  });

  test.each([
    [
      "app/api/residents.py",
      "syntax-error",
      { before: "1".repeat(40), after: "2".repeat(40) },
      "UNK-0SANJGBT0MC1F30M",
    ],
    ["app/api/residents.py", "syntax-error", { before: null, after: "2".repeat(40) }, "UNK-VXK7MK99TQZG6MC9"],
    [
      "alembic/versions/5c1e_weekly.py",
      "dynamic",
      { before: "1".repeat(40), after: null },
      "UNK-JTRDPYHJFAR8VYQG",
    ],
  ])("%s, %s, %j", (path, reason, blobs, id) => {
    expect(unreadId(path, reason, blobs)).toBe(id);
  });
});

test("the order of what a fact reaches does not count", () => {
  const turned = fact({ reaches: ["GET /users/{}", "GET /users"] });
  expect(escalationId(turned, "auth-change")).toBe(escalationId(fact(), "auth-change"));
});

test("a fact that gets worse has another identity, for every part of it and every trigger", () => {
  const text = fc.string({ maxLength: 8 });
  const facts = fc.record({
    rule: text,
    subject: text,
    before: fc.option(text),
    after: fc.option(text),
    reaches: fc.uniqueArray(text, { maxLength: 3 }),
  });
  fc.assert(
    fc.property(facts, facts, fc.constantFrom(...triggers), (a, b, trigger) => {
      const equal =
        JSON.stringify({ ...a, reaches: [...a.reaches].sort() }) ===
        JSON.stringify({ ...b, reaches: [...b.reaches].sort() });
      expect(escalationId(a, trigger) === escalationId(b, trigger)).toBe(equal);
      expect(escalationId(a, trigger)).toMatch(/^ESC-(API|DB|AUTH|PERF|XSVC|GATE)-[0-9A-HJKMNP-TV-Z]{16}$/);
    }),
  );
  expect(new Set(triggers.map((trigger) => escalationId(fact(), trigger).slice(-16))).size).toBe(
    triggers.length,
  );
});
