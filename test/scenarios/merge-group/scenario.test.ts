import { expect, test } from "vitest";

import { expectRecorded, idsIn, makeWorld, runOn, type World } from "../support/scenario.ts";
import { routeAdded, routeRemoved, service } from "../support/service.ts";

const groupOf = ({ base, head }: World) => ({
  action: "checks_requested",
  merge_group: {
    base_sha: base,
    head_sha: head,
    base_ref: "refs/heads/main",
    head_ref: `refs/heads/gh-readonly-queue/main/pr-7-${base}`,
  },
  repository: { name: "residency", owner: { login: "acme" } },
});

test("a merge group takes the answers of its pull requests, and writes no comment", async () => {
  const first = await makeWorld({ before: service, after: routeRemoved });
  const [id] = idsIn((await runOn(first)).summary, "ESC");
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    {
      pullRequest: {
        comments: [{ id: 1, author: "alice", body: `/coord-platform ack ${id} -- no client left` }],
      },
    },
  );
  const run = await runOn(world, { event: "merge_group", payload: groupOf(world) });
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.exitCode).toBe(0);
  expect(world.gitHub.comments(7)).toHaveLength(1);
  await expectRecorded(world, import.meta.dirname);
});

test("a merge group without an answer is held, and says where to answer", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const run = await runOn(world, { event: "merge_group", payload: groupOf(world) });
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("/coord-platform ack ESC-API-");
  expect(world.gitHub.comments(7)).toEqual([]);
});

test("no specialist is needed in a merge group, also under `required` and with a key", async () => {
  const world = await makeWorld({ before: service, after: routeAdded });
  const run = await runOn(world, {
    event: "merge_group",
    payload: groupOf(world),
    inputs: { specialists: "required", "anthropic-api-key": "sk-test-0123456789abcdef" },
  });
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.summary).toContain("Specialists: not run (merge group)");
});

test("nor in a draft", async () => {
  const world = await makeWorld({ before: service, after: routeAdded }, { pullRequest: { draft: true } });
  const run = await runOn(world, { inputs: { specialists: "required" } });
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.summary).toContain("Specialists: not run (draft)");
});
