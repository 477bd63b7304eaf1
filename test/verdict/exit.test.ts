import { describe, expect, test } from "vitest";

import { exitCode } from "../../src/verdict/exit.ts";

/** interface.md, "Exit": rows of the action for `blocked`, `violations`, `never`, then the command line's column. */
const table = [
  ["pass", [0, 0, 0], 0],
  ["needs-acknowledgement", [1, 0, 0], 1],
  ["blocked", [1, 1, 0], 1],
  ["not-evaluated", [1, 1, 1], 3],
] as const;
const columns = ["blocked", "violations", "never"] as const;

describe.each(table)("%s", (status, codes, commandLine) => {
  test.each(columns.map((failOn, index) => [failOn, codes[index] ?? -1] as const))(
    "the action with fail-on: %s exits %i",
    (failOn, code) => {
      const unfinished = status === "not-evaluated";
      expect(exitCode({ status, unfinished }, failOn, "action")).toBe(code);
    },
  );

  test(`the command line exits ${commandLine}; other values turn its 1 into 0 as in the action, never its 3`, () => {
    const unfinished = status === "not-evaluated";
    expect(exitCode({ status, unfinished }, "blocked", "cli")).toBe(commandLine);
    columns.forEach((failOn, index) => {
      const expected = commandLine === 3 ? 3 : codes[index];
      expect(exitCode({ status, unfinished }, failOn, "cli")).toBe(expected);
    });
  });

  test.each(columns)("where the evaluation could not finish, %s does not matter", (failOn) => {
    expect(exitCode({ status, unfinished: true }, failOn, "action")).toBe(1);
    expect(exitCode({ status, unfinished: true }, failOn, "cli")).toBe(3);
  });
});
