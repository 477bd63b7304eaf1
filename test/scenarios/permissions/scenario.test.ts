import { join } from "node:path";

import { expect, test } from "vitest";

import { makeWorld, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

const forbidden = (accepted: string) =>
  Array.from({ length: 20 }, () => ({
    status: 403,
    headers: { "x-accepted-github-permissions": accepted },
    body: { message: "Resource not accessible by integration" },
  }));

test("a token that cannot read the pull request: not evaluated, and which permission is missing", async () => {
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    { gitHub: { failures: { "pulls/get": forbidden("pull_requests=read") } } },
  );
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("not-evaluated");
  expect(run.summary).toContain("pull-requests: read");
});

test("a token that cannot compare: not evaluated, and which permission is missing", async () => {
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    { gitHub: { failures: { "repos/compare-commits-with-basehead": forbidden("contents=read") } } },
  );
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("not-evaluated");
  expect(run.summary).toContain("contents: read");
});

test("a token that cannot write: the verdict stands, the report is in the summary", async () => {
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    { gitHub: { failures: { "issues/create-comment": forbidden("issues=write; pull_requests=write") } } },
  );
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  expect(run.summary).toContain("GET /residents");
  expect(run.stdout).toContain("pull-requests: write");
});

test("a rate limit that lasts for an hour is said, not waited for", async () => {
  const limited = {
    status: 403,
    headers: {
      "x-ratelimit-remaining": "0",
      "x-ratelimit-reset": String(Math.floor(Date.now() / 1000) + 3600),
    },
    body: { message: "API rate limit exceeded" },
  };
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    { gitHub: { failures: { "pulls/get": Array.from({ length: 40 }, () => limited) } } },
  );
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("not-evaluated");
  expect(run.summary).toMatch(/rate limit/i);
  // Once to read, once more before publishing; no attempt in between.
  expect(world.gitHub.requests.filter(({ operation }) => operation === "pulls/get")).toHaveLength(2);
});

test("a summary that cannot be written: the verdict stands", async () => {
  const world = await makeWorld({ before: service, after: { "README.md": "# New\n" } });
  const run = await runOn(world, {
    environment: { GITHUB_STEP_SUMMARY: join(world.repository.folder, "missing", "summary.md") },
  });
  expect(run.exitCode).toBe(0);
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.stdout).toContain("::warning::The summary could not be written");
});
