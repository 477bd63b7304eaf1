import { expect, test } from "vitest";

import { expectRecorded, makeWorld, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

test("on a fork the comment is refused, and the verdict is the same", async () => {
  const refused = {
    status: 403,
    body: { message: "Resource not accessible by integration" },
    headers: { "x-accepted-github-permissions": "pull_requests=write" },
  };
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    {
      pullRequest: { fork: true, author: "stranger" },
      gitHub: { failures: { "issues/create-comment": [refused] } },
    },
  );
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.outputs["comment-url"]).toBe("");
  expect(run.summary).toContain("fork, no key");
  expect(run.stdout).toContain("pull-requests: write");
  expect(world.gitHub.comments(7)).toEqual([]);
  await expectRecorded(world, import.meta.dirname);
});
