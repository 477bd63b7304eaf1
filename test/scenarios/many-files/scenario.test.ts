import { expect, test } from "vitest";

import { expectRecorded, makeWorld, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

test("3,500 changed files cost as many requests as three", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 3_500 }, (_, index) => [`docs/page-${index}.md`, `# Page ${index}\n`]),
  );
  const world = await makeWorld({ before: service, after: { ...many, ...routeRemoved } });
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("3501 files");
  await expectRecorded(world, import.meta.dirname);
});
