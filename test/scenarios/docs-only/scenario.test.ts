import { expect, test } from "vitest";

import { expectRecorded, makeWorld, runOn } from "../support/scenario.ts";
import { service } from "../support/service.ts";

test("a change of documentation ends green and quiet", async () => {
  const world = await makeWorld({ before: service, after: { "README.md": "# Residency\n\nMore.\n" } });
  const run = await runOn(world);
  expect(run.exitCode).toBe(0);
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.outputs["domains"]).toBe("[]");
  expect(run.summary).toBe("*No backend, database or API change: 1 other file.*\n");
  expect(world.gitHub.comments(7)).toEqual([]);
  await expectRecorded(world, import.meta.dirname);
});
