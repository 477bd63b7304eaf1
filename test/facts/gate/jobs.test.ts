import { describe, expect, test } from "vitest";

import { readGateJobs } from "../../../src/facts/gate/jobs.ts";
import { snapshotOf, type Files } from "../../support/change.ts";

const read = (files: Files) => {
  const { jobs, others } = readGateJobs(snapshotOf(files), new Set(Object.keys(files)));
  return { gate: jobs.map(({ path, id }) => `${path} ${id}`), others: others.map(({ id }) => id) };
};
const workflow = (uses: string) =>
  `on: pull_request\njobs:\n  gate:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: ${uses}\n`;
const path = ".github/workflows/gate.yml";

describe("a job runs the gate", () => {
  test.each([
    ["acme/coord-platform@v1", true],
    ["Acme/Coord-Platform@0123456789abcdef0123456789abcdef01234567", true],
    ["acme/coord-platform-docs@v1", false],
    ["coord-platform/checkout@v1", false],
    ["actions/checkout@v4", false],
    ["./.github/actions/coord-platform", true],
    ["./.github/actions/coord-platform/", true],
    ["./.github/actions/other", false],
    ["./", false],
  ])("with a step that uses %s: %s", (uses, expected) => {
    expect(read({ [path]: workflow(uses) }).gate).toEqual(expected ? [`${path} gate`] : []);
  });

  test("in the action's own repository, where `./` is the action", () => {
    const own = { "action.yml": "name: coord-platform\n", [path]: workflow("./") };
    expect(read(own).gate).toEqual([`${path} gate`]);
    expect(read({ ...own, "action.yml": "name: something else\n" }).gate).toEqual([]);
  });

  test("when it calls a workflow of the repository that runs it", () => {
    const caller =
      "on: pull_request\njobs:\n  call:\n    uses: ./.github/workflows/gate.yml\n  other:\n    uses: ./.github/workflows/x.yml\n";
    expect(
      read({ [path]: workflow("acme/coord-platform@v1"), ".github/workflows/call.yml": caller }),
    ).toEqual({
      gate: [".github/workflows/call.yml call", `${path} gate`],
      others: ["other"],
    });
  });

  test("only in the folder of workflows, and not in what is no YAML", () => {
    const text = workflow("acme/coord-platform@v1");
    expect(read({ "docs/gate.yml": text, ".github/workflows/deep/gate.yml": text }).gate).toEqual([]);
    expect(read({ [path]: `${text}\n- : [` }).gate).toEqual([]);
    expect(read({ [path]: "jobs: [1, 2]\n" })).toEqual({ gate: [], others: [] });
  });
});

describe("what a job means", () => {
  const meaning = (text: string) => readGateJobs(snapshotOf({ [path]: text })).jobs.map((job) => job.meaning);
  const text = workflow("acme/coord-platform@v1");

  test.each([
    ["comments and quotes", text.replace("on: pull_request", "on: 'pull_request' # always")],
    ["a list of one trigger", text.replace("on: pull_request", "on: [pull_request]")],
    ["a mapping of one trigger", text.replace("on: pull_request", "on: { pull_request: }")],
    ["the name of the workflow", `name: The gate\n${text}`],
    ["the name of a step", text.replace("- uses:", "- name: Coordination\n        uses:")],
    ["another job", `${text}  lint:\n    runs-on: ubuntu-latest\n    steps: []\n`],
  ])("is the same with other %s", (_, other) => {
    expect(meaning(other)).toEqual(meaning(text));
  });

  test.each([
    ["a trigger", text.replace("on: pull_request", "on: [pull_request, push]")],
    ["permissions", `permissions: write-all\n${text}`],
    ["concurrency", `concurrency: one\n${text}`],
    ["environment", `env: { GITHUB_API_URL: https://example.org }\n${text}`],
    ["a condition", text.replace("    runs-on", "    if: false\n    runs-on")],
    ["an input", `${text}        with: { fail-on: never }\n`],
    ["a step before", text.replace("    steps:\n", "    steps:\n      - run: exit 0\n")],
    ["the commit of the action", text.replace("@v1", "@v2")],
  ])("is another with another %s", (_, other) => {
    expect(meaning(other)).not.toEqual(meaning(text));
  });

  test("takes in the jobs that it waits for", () => {
    const waits = (condition: string) =>
      `${text.replace("    runs-on", "    needs: first\n    runs-on")}  first:\n    needs: [zero]\n    runs-on: x\n  zero:\n    if: ${condition}\n    runs-on: x\n`;
    expect(meaning(waits("true"))).not.toEqual(meaning(waits("false")));
    expect(meaning(waits("true"))).toEqual(meaning(waits("true").replace("needs: first", "needs: [first]")));
  });
});

test("a check is known by the job's id, its name, or the texts inside of an expression", () => {
  const checks = (name: string) =>
    readGateJobs(
      snapshotOf({
        [path]: workflow("acme/coord-platform@v1").replace("    runs-on", `    name: ${name}\n    runs-on`),
      }),
    ).jobs[0]?.checks;
  expect(readGateJobs(snapshotOf({ [path]: workflow("acme/coord-platform@v1") })).jobs[0]?.checks).toEqual([
    "gate",
  ]);
  expect(checks("coord-platform")).toEqual(["coord-platform"]);
  expect(
    checks("${{ github.event.action != 'edited' && 'coord-platform' || 'coord-platform (ignored edit)' }}"),
  ).toEqual(["edited", "coord-platform", "coord-platform (ignored edit)"]);
});

test("workflows that neither run the gate nor changed are not read at all", () => {
  const other = "jobs:\n  lint:\n    runs-on: x\n";
  const files = { [path]: workflow("acme/coord-platform@v1"), ".github/workflows/ci.yml": other };
  expect(readGateJobs(snapshotOf(files)).others).toEqual([]);
  expect(readGateJobs(snapshotOf(files), new Set([".github/workflows/ci.yml"])).others).toMatchObject([
    { id: "lint" },
  ]);
});
