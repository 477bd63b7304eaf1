import { expect, test } from "vitest";

import { expectRecorded, idsIn, makeWorld, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

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
  const payload = {
    action: "checks_requested",
    merge_group: {
      base_sha: world.base,
      head_sha: world.head,
      base_ref: "refs/heads/main",
      head_ref: `refs/heads/gh-readonly-queue/main/pr-7-${world.base}`,
    },
    repository: { name: "residency", owner: { login: "acme" } },
  };
  const run = await runOn(world, { event: "merge_group", payload });
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.exitCode).toBe(0);
  expect(world.gitHub.comments(7)).toHaveLength(1);
  await expectRecorded(world, import.meta.dirname);
});
