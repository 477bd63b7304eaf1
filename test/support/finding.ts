import type { Finding } from "../../src/rules/finding.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { defineRule } from "../../src/rules/rule.ts";
import { findingId } from "../../src/rules/run.ts";

/** A finding that decides for a trigger; change what a test is about. */
export function finding(parts: Partial<Finding> = {}): Finding {
  const plain: Finding = {
    id: "",
    rule: "response-property-removed",
    kind: "trigger",
    constraint: null,
    trigger: "breaking-api-change",
    severity: "error",
    confidence: "high",
    introduced: true,
    decides: true,
    accepted: null,
    subject: "UserRead.email (response)",
    reaches: ["GET /users", "GET /users/{}"],
    before: "string",
    after: null,
    where: { path: "app/users.py", line: 10, endLine: 12, side: "before" },
    message: "`email` disappears.",
    fix: "Keep it.",
    source: "engine",
    ...parts,
  };
  return { ...plain, id: findingId(plain) };
}

/** A rule with the given id that never finds anything: for what looks rules up. */
export function rule(parts: Partial<Rule> & Pick<Rule, "id">): Rule {
  return defineRule({
    domain: "API",
    severity: "error",
    confidence: "high",
    trigger: "breaking-api-change",
    title: "A rule",
    why: "Because.",
    fix: "So.",
    check: () => [],
    ...parts,
  });
}
