import { expect, test } from "vitest";

import { expectRecorded, makeWorld, payloadOf, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

const repository = { name: "residency", owner: { login: "acme" }, default_branch: "main" };

test("`pull_request_target` is judged from the same commits", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const run = await runOn(world, { event: "pull_request_target" });
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.exitCode).toBe(1);
});

test("`workflow_dispatch` compares two revisions and writes no comment", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const payload = { repository, ref: "refs/heads/carols-branch", inputs: null };
  const run = await runOn(world, { event: "workflow_dispatch", payload });
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("GET /residents");
  expect(world.gitHub.comments(7)).toEqual([]);
  await expectRecorded(world, import.meta.dirname);
});

test.each(["issue_comment", "pull_request_review"])(
  "`%s` is not served yet: green, with what to do instead",
  async (event) => {
    const world = await makeWorld({ before: service, after: routeRemoved });
    const payload = {
      action: event === "issue_comment" ? "created" : "submitted",
      issue: { number: 7, pull_request: {} },
      pull_request: { number: 7 },
      comment: { id: 1, body: "/coord-platform ack ESC-API-0000000000000000 -- why" },
      repository,
    };
    const run = await runOn(world, { event, payload });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toMatch(/re-run/i);
    expect(world.gitHub.comments(7)).toEqual([]);
  },
);

test("an edited title starts nothing", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const edited = { ...(payloadOf(world.pullRequest) as object), action: "edited", changes: { title: {} } };
  const run = await runOn(world, { payload: edited });
  expect(run.exitCode).toBe(0);
  expect(world.gitHub.requests).toEqual([]);
});

test("an event that is not served names those that are", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const run = await runOn(world, { event: "push", payload: { repository } });
  expect(run.exitCode).toBe(1);
  expect(run.stdout).toContain("Run the action on pull_request");
});
