import { expect, test } from "vitest";

import { main } from "../../src/cli/main.ts";
import type { Log } from "../../src/ports/log.ts";

const silent: Log = {
  info: () => {},
  warning: () => {},
  error: () => {},
  debug: () => {},
  stage: async (_name, work) => work(),
};

async function run(argv: readonly string[], log: Log = silent) {
  const written = { output: "", complaint: "" };
  const exitCode = await main({
    argv,
    terminal: {
      write: (text) => void (written.output += text),
      complain: (text) => void (written.complaint += text),
      isTerminal: false,
      colour: false,
      columns: 80,
    },
    log: () => log,
    apiKey: "",
  });
  return { exitCode, ...written };
}

test("a defect of ours is not taken for a verdict: exit code 3, and a whole report for who asked for JSON", async () => {
  const broken: Log = {
    ...silent,
    stage: () => Promise.reject(new TypeError("undefined is not a function")),
  };
  const { exitCode, output, complaint } = await run(
    ["review", "--base", "HEAD", "--format", "json", "--fail-on", "never"],
    broken,
  );
  expect(exitCode).toBe(3);
  expect(complaint).toMatch(
    /^coord-platform: The evaluation failed: TypeError: undefined is not a function\n/,
  );
  expect(JSON.parse(output)).toMatchObject({ verdict: { status: "not-evaluated" } });
});

test("a report that can't be written either does not turn that into a verdict", async () => {
  const broken: Log = {
    ...silent,
    stage: () => Promise.reject(new TypeError("undefined is not a function")),
  };
  const folder = "/dev/null/reports";
  const { exitCode, complaint } = await run(
    ["review", "--base", "HEAD", "--format", "json", "--output", `${folder}/report.json`],
    broken,
  );
  expect(exitCode).toBe(3);
  expect(complaint).toContain("undefined is not a function");
  expect(complaint).toContain("can't be written");
});

test.each([
  ["review", "--postgres", "9", "`--postgres` takes a major version from 10, such as 15, not `9`."],
  ["review", "--postgres", "150", "`--postgres` takes a major version from 10, such as 15, not `150`."],
  ["backtest", "--last", "0", "`--last` takes a whole number, not `0`."],
])("%s %s %s is refused", async (command, flag, value, expected) => {
  const { exitCode, output, complaint } = await run([command, flag, value]);
  expect(exitCode).toBe(2);
  expect(complaint).toContain(expected);
  expect(output).toBe("");
});
