import { expect, test } from "vitest";

import { makeWorld, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

test("a second run of the same commit writes nothing, and says the same", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const first = await runOn(world);
  const written = world.gitHub.comments(7).map((comment) => comment.body);
  const requests = world.gitHub.requests.length;
  const second = await runOn(world);
  expect(second.summary).toBe(first.summary);
  expect(world.gitHub.comments(7).map((comment) => comment.body)).toEqual(written);
  const writes = world.gitHub.requests.slice(requests).filter((request) => request.body !== undefined);
  expect(writes).toEqual([]);
});

test("a comment that was deleted meanwhile is made anew", async () => {
  const planted =
    "<!-- coord-platform:report v1 #7 0000000000000000000000000000000000000000 2EXQXZY05J29YJDZ -->\nold";
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    {
      pullRequest: { comments: [{ id: 5, author: "github-actions[bot]", body: planted }] },
      gitHub: { failures: { "issues/update-comment": [{ status: 404, body: { message: "Not Found" } }] } },
    },
  );
  const run = await runOn(world);
  expect(run.outputs["comment-url"]).not.toBe("");
  expect(world.gitHub.comments(7)).toHaveLength(2);
});
