import { expect, test } from "vitest";

import { idsIn, makeWorld, runOn, type Change } from "../support/scenario.ts";
import { blockingCall, routeRemoved, service } from "../support/service.ts";

const change: Change = { before: service, after: routeRemoved };

async function idOf(one: Change, prefix: "ESC" | "CON"): Promise<string> {
  const run = await runOn(await makeWorld(one));
  const [id] = idsIn(run.summary, prefix);
  if (id === undefined) throw new Error("the report names no id");
  return id;
}

test("an authority acknowledges: green, with who and why", async () => {
  const id = await idOf(change, "ESC");
  const world = await makeWorld(change, {
    pullRequest: {
      comments: [{ id: 1, author: "alice", body: `/coord-platform ack ${id} -- v1 clients are gone` }],
    },
  });
  const run = await runOn(world);
  expect(run.exitCode).toBe(0);
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.summary).toContain("accepted by `alice`");
  expect(run.summary).toContain("v1 clients are gone");
});

test.each([
  ["the author", { comments: [{ id: 1, author: "carol", body: "" }] }],
  [
    "a co-author with the role",
    { comments: [{ id: 1, author: "erin", body: "" }], commits: [{ sha: "1".repeat(40), author: "erin" }] },
  ],
  ["somebody without the role", { comments: [{ id: 1, author: "mallory", body: "" }] }],
  [
    "an edited comment",
    {
      comments: [
        {
          id: 1,
          author: "alice",
          body: "",
          createdAt: "2026-01-07T09:00:00Z",
          updatedAt: "2026-01-07T10:00:00Z",
        },
      ],
    },
  ],
  ["a bot", { comments: [{ id: 1, author: "helper[bot]", body: "" }] }],
] as const)("%s does not count", async (_name, pullRequest) => {
  const id = await idOf(change, "ESC");
  const comments = pullRequest.comments.map((comment) => ({
    ...comment,
    body: `/coord-platform ack ${id} -- fine`,
  }));
  const world = await makeWorld(change, {
    pullRequest: { ...pullRequest, comments },
    gitHub: { roles: { alice: "admin", carol: "write", erin: "maintain" } },
  });
  const run = await runOn(world);
  expect(run.exitCode).toBe(1);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
});

test("withdrawn: red again", async () => {
  const id = await idOf(change, "ESC");
  const comments = [
    { id: 1, author: "alice", body: `/coord-platform ack ${id} -- fine` },
    { id: 2, author: "alice", body: `/coord-platform unack ${id}` },
  ];
  const run = await runOn(await makeWorld(change, { pullRequest: { comments } }));
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
});

test("the single maintainer answers for their own change", async () => {
  const id = await idOf(change, "ESC");
  const world = await makeWorld(change, {
    pullRequest: {
      author: "alice",
      commits: [{ sha: "1".repeat(40), author: "alice" }],
      comments: [{ id: 1, author: "alice", body: `/coord-platform ack ${id} -- I am the only one here` }],
    },
    gitHub: { roles: { alice: "admin" } },
  });
  const run = await runOn(world);
  expect(run.exitCode).toBe(0);
  expect(run.outputs["verdict"]).toBe("pass");
  expect(run.summary).toMatch(/nobody else/i);
});

test("a constraint finding that is wrong is waived", async () => {
  const wrong: Change = { before: service, after: blockingCall };
  const id = await idOf(wrong, "CON");
  const world = await makeWorld(wrong, {
    pullRequest: {
      comments: [{ id: 1, author: "alice", body: `/coord-platform waive ${id} -- one row, measured` }],
    },
  });
  const run = await runOn(world);
  expect(run.exitCode).toBe(0);
  expect(run.outputs["verdict"]).toBe("pass");
});

test("an answer given before a rebase still counts", async () => {
  const id = await idOf(change, "ESC");
  const rebased: Change = { before: { ...service, "app/util.py": "x = 1\n" }, after: routeRemoved };
  const run = await runOn(
    await makeWorld(rebased, {
      pullRequest: { comments: [{ id: 1, author: "alice", body: `/coord-platform ack ${id} -- fine` }] },
    }),
  );
  expect(run.outputs["verdict"]).toBe("pass");
});
