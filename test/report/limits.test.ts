import fc from "fast-check";
import { Marked } from "marked";
import { expect, test } from "vitest";

import { annotations } from "../../src/publish/annotations.ts";
import { renderMarkdown } from "../../src/report/markdown/markdown.ts";
import type { Report } from "../../src/report/report.ts";
import { finding } from "../support/finding.ts";
import { escalationOf, reportOf } from "../support/report.ts";

/** A report with `number` decisions, each with a way out in code and `length` characters of prose. */
function decisions(number: number, length: number): Report {
  const findings = Array.from({ length: number }, (_, index) =>
    finding({
      subject: `GET /${index}`,
      message: `\`GET /${index}\` ${"goes ".repeat(length / 5)}`,
      fix: `Keep it:\n\`\`\`python\nkeep(${index}, "${"```".repeat(3)}")\n\`\`\``,
    }),
  );
  return reportOf({
    findings,
    escalations: findings.map((one) => escalationOf(one)),
    verdict: { status: "needs-acknowledgement", reasons: [] },
  });
}

test("a report keeps below any limit, and every code block in it ends", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 400 }),
      fc.integer({ min: 0, max: 400 }),
      fc.integer({ min: 800, max: 70_000 }),
      (number, length, limit) => {
        const text = renderMarkdown(decisions(number, length), { repository: null, limit, since: null });
        expect(text.length).toBeLessThanOrEqual(limit);
        const blocks = new Marked().lexer(text).filter(({ type }) => type === "code");
        expect(blocks.filter(({ raw }) => !/(`{3,})[^`]*\n[\s\S]*\1$/.test(raw.trimEnd()))).toEqual([]);
        if (!text.includes("The safe way") && !text.includes("Cut here"))
          expect(text).toContain("Shortened to fit a comment");
      },
    ),
    { numRuns: 12 },
  );
});

test("every id to answer is kept where there is room for the ids alone", () => {
  const report = decisions(500, 300);
  const text = renderMarkdown(report, { repository: null, limit: 64_500, since: null });
  expect(report.escalations.filter(({ id }) => !text.includes(id))).toEqual([]);
});

test("at most ten annotations, and the last one says how many more there are", () => {
  const shown = annotations({
    ...decisions(30, 0),
    findings: decisions(30, 0).findings.map((one) => ({ ...one, where: { ...one.where, side: "after" } })),
  });
  expect(shown).toHaveLength(10);
  expect(shown.at(-1)?.message).toContain("20 more in the report");
});
