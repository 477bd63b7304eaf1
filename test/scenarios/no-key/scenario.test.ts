import { expect, test } from "vitest";

import { makeWorld, runOn } from "../support/scenario.ts";
import { routeAdded, routeRemoved, service } from "../support/service.ts";

test("without a key the verdict stands and the report says that no specialist ran", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("Specialists: not run (no key)");
});

test("`specialists: required` without a key is not evaluated", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const run = await runOn(world, { inputs: { specialists: "required" } });
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("not-evaluated");
});

test("an authority waives the missing specialists", async () => {
  const world = await makeWorld(
    { before: service, after: routeAdded },
    {
      pullRequest: {
        comments: [
          {
            id: 1,
            author: "alice",
            body: "/coord-platform waive specialists -- provider is down, read by hand",
          },
        ],
      },
    },
  );
  const run = await runOn(world, { inputs: { specialists: "required" } });
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.exitCode).toBe(0);
});
