import { expect, test } from "vitest";

import { makeWorld, runOn } from "../support/scenario.ts";
import { edited, service } from "../support/service.ts";

test("Dependabot's pull request is judged like any other", async () => {
  const world = await makeWorld(
    {
      before: service,
      after: edited("app/schemas.py", ["    name: str\n", "    name: str | None = None\n"]),
    },
    { pullRequest: { author: "dependabot[bot]" } },
  );
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("no key in Dependabot's secret store");
});
