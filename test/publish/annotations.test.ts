import { describe, expect, test } from "vitest";

import { annotations } from "../../src/publish/annotations.ts";
import { finding } from "../support/finding.ts";
import { escalationOf, reportOf, violationOf } from "../support/report.ts";

const at = (line: number, parts: Parameters<typeof finding>[0] = {}) =>
  finding({
    subject: `subject ${line}`,
    where: { path: "app/users.py", line, endLine: line, side: "after" },
    ...parts,
  });

describe("annotations", () => {
  test("stand on lines of the head, the deciding ones first", () => {
    const advice = at(3, {
      decides: false,
      severity: "warning",
      rule: "query-in-loop",
      message: "`read` runs `get` in a loop",
    });
    const deciding = at(9);
    const report = reportOf({ findings: [advice, deciding], escalations: [escalationOf(deciding)] });
    expect(annotations(report)).toEqual([
      {
        level: "error",
        path: "app/users.py",
        line: 9,
        endLine: 9,
        title: "response-property-removed",
        message: "email disappears.",
      },
      {
        level: "warning",
        path: "app/users.py",
        line: 3,
        endLine: 3,
        title: "query-in-loop",
        message: "read runs get in a loop",
      },
    ]);
  });

  test("not on what is gone, answered, accepted or only told", () => {
    const gone = at(1, { where: { path: "app/users.py", line: 1, endLine: 1, side: "before" } });
    const [acknowledged, informed, waived] = [at(2), at(3), at(4, { constraint: "async-only" })];
    const accepted = at(5, { accepted: "ESC-API-88SA89VS86FZ4PMG", decides: false });
    const info = at(6, { severity: "info", decides: false });
    const report = reportOf({
      findings: [gone, acknowledged, informed, waived, accepted, info],
      escalations: [
        escalationOf(acknowledged, { state: "acknowledged" }),
        escalationOf(informed, { state: "informed" }),
      ],
      violations: [violationOf(waived, { state: "waived" })],
    });
    expect(annotations(report)).toEqual([]);
  });

  test("are ten at most; the last one counts the rest", () => {
    const findings = Array.from({ length: 14 }, (_, index) => at(index + 1));
    const shown = annotations(reportOf({ findings, escalations: findings.map((one) => escalationOf(one)) }));
    expect(shown).toHaveLength(10);
    expect(shown.at(-1)?.message).toBe("email disappears. (4 more in the report)");
    expect(shown[0]?.message).toBe("email disappears.");
  });

  test("a range that ends before it begins is one line", () => {
    const odd = at(9, { where: { path: "a.py", line: 9, endLine: 0, side: "after" } });
    expect(annotations(reportOf({ findings: [odd] }))).toMatchObject([{ line: 9, endLine: 9 }]);
  });
});
