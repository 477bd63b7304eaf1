import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";

import { expect, test } from "vitest";

import { temporaryFolder } from "../../support/repository.ts";
import { makeWorld, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

test("a shallow workspace that lacks the commits is passed over", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const shallow = temporaryFolder("shallow");
  execFileSync(
    "git",
    ["clone", "--quiet", "--depth=1", "--branch=carols-branch", `file://${world.repository.folder}`, shallow],
    { stdio: "ignore" },
  );
  const run = await runOn(world, { environment: { GITHUB_WORKSPACE: shallow } });
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
});

test("a repository that can't be fetched is not evaluated, and says why", async () => {
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    { gitHub: { failures: { git: [{ status: 404 }] } } },
  );
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("not-evaluated");
  expect(run.summary).toMatch(/fetch/i);
});

test("no merge base is not evaluated", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved }, { gitHub: { mergeBases: {} } });
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("not-evaluated");
});

test("a passing fault of the API is tried again", async () => {
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    { gitHub: { failures: { "pulls/get": [{ status: 502 }] } } },
  );
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
});

test("an invalid configuration at the base is not evaluated and names the line", async () => {
  const before = { ...service, ".github/coord-platform.yml": "databse:\n  version: 16\n" };
  const run = await runOn(await makeWorld({ before, after: routeRemoved }));
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("not-evaluated");
  expect(run.summary).toContain("database");
});

test("the change that repairs an invalid configuration is judged by the defaults", async () => {
  const before = { ...service, ".github/coord-platform.yml": "databse:\n  version: 16\n" };
  const after = { ".github/coord-platform.yml": "database:\n  version: 16\n" };
  const run = await runOn(await makeWorld({ before, after }));
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("ESC-GATE-");
  expect(run.summary).toContain("the defaults judged");
});

test("the change that repairs an invalid identity card is judged by the cards that ship", async () => {
  const card = ".github/identities/DBA.identity.md";
  const run = await runOn(
    await makeWorld({
      before: { ...service, [card]: "no front matter\n", ".github/coord-platform.yml": "rules: {}\n" },
      after: { [card]: null },
    }),
  );
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("ESC-GATE-");
  expect(run.summary).toContain("the cards that ship judged");
});

test("unreadable Python that held operations is not evaluated, until an authority waives it", async () => {
  const broken = { "app/residents.py": "def list_residents(:\n  @router.get(\n" };
  const world = await makeWorld({ before: service, after: broken });
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("not-evaluated");
  expect(run.summary).toContain("UNK-");
});

test("nothing of the token or of the head is left in the runner's folder", async () => {
  const world = await makeWorld({ before: service, after: routeRemoved });
  const folder = temporaryFolder("temp");
  await runOn(world, { environment: { RUNNER_TEMP: folder } });
  expect(readdirSync(folder).sort()).toEqual([
    "coord-platform-report.json",
    "coord-platform-report.md",
    "coord-platform-report.sarif",
  ]);
});
