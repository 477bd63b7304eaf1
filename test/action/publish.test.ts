import { expect, test } from "vitest";

import { readInputs, inputDefaults } from "../../src/action/inputs.ts";
import { publish } from "../../src/action/publish.ts";
import type { Runner } from "../../src/ports/runner.ts";
import { actionsBot, fakeComments } from "../support/git-hub.ts";
import { recordLog } from "../support/log.ts";
import { reportOf } from "../support/report.ts";

const full = () => {
  throw new Error("ENOSPC: no space left on device");
};

/** What is published where the parts of the runner that are named can't be written. */
async function published(broken: Partial<Runner>) {
  const outputs = new Map<string, string>();
  let summary = "";
  const log = recordLog();
  const { gitHub, list } = fakeComments([], actionsBot);
  const head = reportOf().change.head ?? "";
  const runner: Runner = {
    input: () => "",
    secret: () => {},
    environment: {},
    readFile: () => "",
    matchingFiles: () => [],
    writeReport: (folder, name) => `${folder}/${name}`,
    output: (name, value) => void outputs.set(name, value),
    summary: (markdown) => void (summary += markdown),
    annotate: () => {},
    ...broken,
  };
  await publish(reportOf(), {
    runner,
    gitHub: { ...gitHub, pullRequest: async () => pullRequest(head) },
    log,
    inputs: readInputs((name) =>
      name === "comment" ? "always" : name === "github-token" ? "t" : inputDefaults[name],
    ),
    repository: "https://github.example/acme/app",
    temporaryFolder: "/temporary",
    number: 7,
  });
  return { outputs: Object.fromEntries(outputs), summary, warnings: log.lines, comments: list() };
}

const pullRequest = (sha: string) => ({
  number: 7,
  state: "open" as const,
  draft: false,
  title: "A change",
  author: { id: 1, login: "alice", bot: false },
  assignees: [],
  changedFiles: 1,
  base: { ref: "main", sha: "b".repeat(40) },
  head: { ref: "change", sha, fork: false },
});

test("everything is written where it can be", async () => {
  const { outputs, summary, warnings, comments } = await published({});
  expect(outputs).toMatchObject({ verdict: "pass", "json-path": "/temporary/coord-platform-report.json" });
  expect(summary).toContain("No backend, database or API change");
  expect(comments).toHaveLength(1);
  expect(warnings).toEqual([]);
});

test("a report file that can't be written is a warning; the rest is published", async () => {
  const { outputs, summary, warnings, comments } = await published({ writeReport: full });
  expect(warnings).toEqual(
    ["md", "json", "sarif"].map(
      (end) =>
        `warning: The file coord-platform-report.${end} could not be written: ENOSPC: no space left on device`,
    ),
  );
  expect(outputs).toMatchObject({ verdict: "pass" });
  expect(outputs).not.toHaveProperty("json-path");
  expect(summary).not.toBe("");
  expect(comments).toHaveLength(1);
});

test("outputs and a summary that can't be written are warnings; the comment is published", async () => {
  const { warnings, comments } = await published({ output: full, summary: full });
  expect(warnings.map((line) => line.split(" could")[0])).toEqual([
    "warning: The file coord-platform-report.md",
    "warning: The file coord-platform-report.json",
    "warning: The file coord-platform-report.sarif",
    "warning: The outputs",
    "warning: The summary",
    "warning: The output comment-url",
  ]);
  expect(comments).toHaveLength(1);
});
