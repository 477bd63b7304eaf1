import type { Finding } from "../../src/rules/finding.ts";
import type { Rule } from "../../src/rules/rule.ts";
import { defineRule } from "../../src/rules/rule.ts";
import { findingId } from "../../src/rules/run.ts";
import { readPassage, type Passage } from "../../src/text/passage.ts";
import { readSentence, type Sentence } from "../../src/text/sentence.ts";

/** Sentences may be given as text, with code in backticks. */
export type Parts = Partial<Omit<Finding, "message" | "fix">> & {
  readonly message?: Sentence | string;
  readonly fix?: Passage | string;
};

/** A finding that decides for a trigger; change what a test is about. */
export function finding(parts: Parts = {}): Finding {
  const { message = "`email` disappears.", fix = "Keep it." } = parts;
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
    source: "engine",
    ...parts,
    message: typeof message === "string" ? readSentence(message) : message,
    fix: typeof fix === "string" ? readPassage(fix) : fix,
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
