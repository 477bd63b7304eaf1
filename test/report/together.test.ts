import { describe, expect, test } from "vitest";

import type { Finding } from "../../src/rules/finding.ts";
import { renderMarkdown } from "../../src/report/markdown/markdown.ts";
import { renderTerminal } from "../../src/report/terminal.ts";
import { fixTogether, itemsTogether, otherNames, together } from "../../src/report/together.ts";
import { comparedIn } from "../../src/report/unsaid.ts";
import { writePassage } from "../../src/text/passage.ts";
import { readSentence } from "../../src/text/sentence.ts";
import { finding, type Parts } from "../support/finding.ts";
import { escalationOf, reportOf } from "../support/report.ts";

const gone = (field: string, line: number, more: Parts = {}): Finding =>
  finding({
    rule: "response-required-property-removed",
    subject: `UserRead.${field} (response)`,
    message: `\`UserRead.${field}\` in responses was removed`,
    reaches: ["GET /users"],
    before: "string",
    after: null,
    where: { path: "app/users.py", line, endLine: line, side: "before" },
    fix: "Keep the field.",
    ...more,
  });
const dropped = (column: string, line: number): Finding =>
  finding({
    rule: "drop-column",
    trigger: "production-migration",
    subject: `users.${column}`,
    message: `\`users.${column}\` is dropped with its values`,
    reaches: [],
    where: { path: "versions/1a2b.py", line, endLine: line, side: "after" },
    fix: `Drop it later:\n\`\`\`python\nop.drop_column("users", "${column}")\n\`\`\``,
  });
const subjects = (findings: readonly Finding[]) => findings.map(({ subject }) => subject.split(" ")[0]);

describe("what stands together", () => {
  const said = (...findings: readonly Finding[]) =>
    together(findings).map(({ first, others }) => subjects([first, ...others]));
  const answered = (...findings: readonly Finding[]) =>
    itemsTogether(
      findings.map((one) => escalationOf(one)),
      reportOf({ findings }),
    ).map((one) => subjects(one.findings));

  test.each([
    ["the same of two fields", gone("name", 2), true, true],
    ["in another file", gone("name", 2, { where: { ...gone("", 2).where, path: "b.py" } }), false, false],
    ["reaching other operations", gone("name", 2, { reaches: ["GET /me"] }), false, false],
    ["of another rule", gone("name", 2, { rule: "response-optional-property-removed" }), false, false],
    ["with another way out", gone("name", 2, { fix: "Serve it elsewhere." }), true, false],
    [
      "with other details",
      gone("name", 2, { message: "`UserRead.name` in responses was removed (see `x`)" }),
      false,
      false,
    ],
  ])("%s", (_, other, asAdvice, asDecision) => {
    const [pair, apart] = [[["UserRead.email", "UserRead.name"]], [["UserRead.email"], ["UserRead.name"]]];
    expect(said(gone("email", 1), other)).toEqual(asAdvice ? pair : apart);
    expect(answered(gone("email", 1), other)).toEqual(asDecision ? pair : apart);
  });

  test("details may differ in advice only", () => {
    const blocks = (name: string, calls: string) =>
      finding({ subject: name, reaches: [], message: `\`${name}\` blocks the event loop: ${calls}` });
    const both = [blocks("list", "`Query.all`"), blocks("find", "`Query.first`, `Session.commit`")] as const;
    expect(said(...both)).toEqual([["list", "find"]]);
    expect(answered(...both)).toEqual([["list"], ["find"]]);
  });

  test("no more than ten are answered as one, so that all of them are named", () => {
    const fields = Array.from({ length: 25 }, (_, index) => gone(`field${index}`, index + 1));
    expect(answered(...fields).map((group) => group.length)).toEqual([10, 10, 5]);
  });
});

test("others are told apart by a further piece of code where the first is the same", () => {
  const loop = (name: string, call: string) => finding({ message: `\`${name}\` runs \`${call}\` in a loop` });
  const others = [loop("find", "Query.first"), loop("list", "Query.get"), loop("list", "Query.one")];
  expect(otherNames(loop("find", "Query.all"), [...others, loop("count", "Query.one")])).toEqual([
    { name: "find", detail: "Query.first" },
    { name: "list", detail: "Query.get" },
    { name: "list", detail: "Query.one" },
    { name: "count", detail: null },
  ]);
});

test("ways out that differ in their code only are one", () => {
  expect(writePassage(fixTogether([dropped("age", 3), dropped("name", 4)]))).toBe(
    'Drop it later:\n```python\nop.drop_column("users", "age")\nop.drop_column("users", "name")\n```',
  );
});

describe("in a report", () => {
  const findings = [dropped("age", 3), dropped("name", 4), gone("email", 1)];
  const report = reportOf({
    findings,
    escalations: findings.map((one) => escalationOf(one)),
    verdict: { status: "needs-acknowledgement", reasons: [] },
  });
  const ids = report.escalations.map(({ id }) => id);

  test("one statement counts once and keeps every id", () => {
    const text = renderMarkdown(report, { repository: null, limit: 60_000, since: null });
    expect(text).toContain("2 decisions for an ARCHITECT");
    expect(text).toContain(
      "**1.** **`users.age` is dropped with its values**. Likewise `users.name` (line 4) · `versions/1a2b.py:3`",
    );
    expect(text).toContain(`/coord-platform ack ${ids.join(" ")} -- why`);
  });

  test("in the terminal, too", () => {
    const text = renderTerminal(report, { colour: false, width: 200 });
    expect(text).toContain("1. `users.age` is dropped with its values; likewise `users.name` (line 4)");
    for (const id of ids) expect(text.split(id)).toHaveLength(2);
  });
});

test.each([
  ["both are said", "changed from `a` to `b`", "a", "b", false],
  ["neither is said", "changed", "a", "b", true],
  ["nothing was there", "got the limit `at most 20`", "none", "at most 20", false],
  [
    "only the last part differs, and is said",
    "became optional",
    "integer, required",
    "integer, optional",
    false,
  ],
  ["another part differs, too", "became optional", "integer, required", "string, optional", true],
  ["one side is missing", "is new", null, "b", false],
])("before and after: %s", (_, message, before, after, shown) => {
  expect(
    comparedIn({ message: readSentence(message), before, after, subject: "", reaches: [] }) !== null,
  ).toBe(shown);
});
