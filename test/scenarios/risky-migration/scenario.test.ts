import { expect, test } from "vitest";

import { expectComment, expectRecorded, makeWorld, runOn } from "../support/scenario.ts";
import { columnDropped, service } from "../support/service.ts";

test("a dropped column is data loss", async () => {
  const world = await makeWorld({ before: service, after: columnDropped });
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  const escalations: { trigger: string; state: string }[] = JSON.parse(run.outputs["escalations"] ?? "[]");
  expect(escalations.filter((one) => one.state === "open").map((one) => one.trigger)).toEqual([
    "production-migration",
  ]);
  await expectComment(world, import.meta.dirname);
  await expectRecorded(world, import.meta.dirname);
});
