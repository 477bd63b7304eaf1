import { expect, test } from "vitest";

import { makeWorld, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

test("an enterprise server has its API below a path", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved }, { gitHub: { apiBase: "/api/v3" } });
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  const [comment] = world.gitHub.comments(7);
  expect(comment?.body).toContain(`${world.gitHub.serverUrl}/acme/residency/blob/`);
  expect(comment?.body).not.toContain("github.com");
});
