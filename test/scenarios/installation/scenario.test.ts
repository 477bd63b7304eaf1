import { expect, test } from "vitest";

import { expectComment, makeWorld, runOn } from "../support/scenario.ts";
import { service } from "../support/service.ts";

const workflow = `on:
  pull_request:
permissions: {}
jobs:
  gate:
    name: coord-platform
    runs-on: ubuntu-latest
    steps:
      - uses: acme/coord-platform@0123456789012345678901234567890123456789 # v0.1.0
`;

test("the change that installs the action is only told", async () => {
  const world = await makeWorld({
    before: service,
    after: {
      ".github/workflows/coord-platform.yml": workflow,
      ".github/coord-platform.yml": "escalation:\n  authorities:\n    ARCHITECT: { users: [alice] }\n",
      ".github/CODEOWNERS": "/.github/ @acme/architects\n",
    },
  });
  const run = await runOn(world);
  expect(run.exitCode).toBe(0);
  expect(run.outputs["verdict"]).toBe("pass");
  const escalations: { state: string }[] = JSON.parse(run.outputs["escalations"] ?? "[]");
  expect(escalations.length).toBeGreaterThan(0);
  expect(escalations.every((one) => one.state === "informed")).toBe(true);
  expect(run.summary).toContain("takes effect after the merge");
  await expectComment(world, import.meta.dirname);
});

test("a later change of the configuration has to be acknowledged", async () => {
  const before = {
    ...service,
    ".github/workflows/coord-platform.yml": workflow,
    ".github/coord-platform.yml": "rules: {}\n",
  };
  const world = await makeWorld({
    before,
    after: { ".github/coord-platform.yml": "rules:\n  api-removed-without-deprecation: off\n" },
  });
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("ESC-GATE-");
});

test("the head cannot configure its own judge", async () => {
  const before = { ...service, ".github/workflows/coord-platform.yml": workflow };
  const world = await makeWorld({
    before,
    after: {
      ".github/coord-platform.yml": "rules:\n  api-removed-without-deprecation: off\n",
      "app/residents.py": (service["app/residents.py"] ?? "").replace(
        '@router.get("/{resident_id}"',
        '@router.get("/by-id/{resident_id}"',
      ),
    },
  });
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("ESC-API-");
});
