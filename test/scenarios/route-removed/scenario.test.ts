import { expect, test } from "vitest";

import { expectComment, expectRecorded, makeWorld, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

test("a removed operation has to be acknowledged", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  const escalations = JSON.parse(run.outputs["escalations"] ?? "[]");
  expect(escalations).toEqual([
    { id: expect.stringMatching(/^ESC-API-/), trigger: "breaking-api-change", state: "open" },
  ]);
  expect(run.outputs["blocking-count"]).toBe("1");
  await expectComment(world, import.meta.dirname);
  await expectRecorded(world, import.meta.dirname);
});
