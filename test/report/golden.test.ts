import { describe, expect, test } from "vitest";

import { quietLine, renderMarkdown } from "../../src/report/markdown/markdown.ts";
import { isQuiet } from "../../src/report/quiet.ts";
import type { Report } from "../../src/report/report.ts";
import { unfinishedReport } from "../../src/report/unfinished.ts";
import * as cases from "./cases.ts";

const repository = "https://github.com/acme/residency";

/** As a comment, within GitHub's limit. */
function comment(report: Report, since: string | null = null): string {
  return isQuiet(report) ? quietLine(report) : renderMarkdown(report, { repository, limit: 64_500, since });
}

describe("the report, as a reader meets it", () => {
  test.each([
    ["fix-and-decide", comment(cases.fixAndDecide, "Since `1a2b3c4`: 1 fixed and 1 new.")],
    ["green", comment(cases.green)],
    ["accepted", comment(cases.accepted)],
    ["not-evaluated", comment(cases.notEvaluated)],
    ["fork", comment(cases.fork)],
    ["first-run", comment(cases.firstRun)],
    ["quiet", comment(cases.quiet)],
    ["advice-only", comment(cases.adviceOnly)],
    ["many-decisions", comment(cases.manyDecisions)],
    ["over-limit", comment(cases.overLimit)],
    [
      "unfinished",
      comment(
        unfinishedReport(
          {
            title: "Weekly requirements for residents",
            base: "main",
            baseTip: "9be01d4".padEnd(40, "0"),
            mergeBase: null,
            head: "3f2a91c".padEnd(40, "0"),
          },
          "The head moved while this run was under way; the newer run judges it",
        ),
      ),
    ],
  ])("%s", async (name, text) => {
    await expect(text).toMatchFileSnapshot(`golden/${name}.md`);
  });
});
