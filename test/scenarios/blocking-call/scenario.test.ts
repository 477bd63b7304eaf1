import { expect, test } from "vitest";

import { expectComment, expectRecorded, makeWorld, runOn } from "../support/scenario.ts";
import { blockingCall, service } from "../support/service.ts";

test("a synchronous session in an async handler blocks", async () => {
  const world = await makeWorld({ before: service, after: blockingCall });
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("blocked");
  expect(run.stdout).toContain("::error");
  await expectComment(world, import.meta.dirname);
  await expectRecorded(world, import.meta.dirname);
});

test("`fail-on: never` shows it and lets it pass", async () => {
  const world = await makeWorld({ before: service, after: blockingCall });
  const run = await runOn(world, { inputs: { "fail-on": "never" } });
  expect(run.exitCode).toBe(0);
  expect(run.outputs["verdict"]).toBe("blocked");
});
