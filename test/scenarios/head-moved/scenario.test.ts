import { expect, test } from "vitest";

import { makeWorld, payloadOf, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

test("a run of an older head decides nothing and leaves the comment alone", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const old = { ...world.pullRequest, head: { ref: "carols-branch", sha: world.base } };
  const run = await runOn(world, { payload: payloadOf(old) });
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("not-evaluated");
  expect(run.summary).toContain(world.head.slice(0, 9));
  expect(world.gitHub.comments(7)).toEqual([]);
});
