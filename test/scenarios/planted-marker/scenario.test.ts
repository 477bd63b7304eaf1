import { expect, test } from "vitest";

import { makeWorld, recorded, runOn } from "../support/scenario.ts";
import { routeRemoved, service } from "../support/service.ts";

const planted =
  "<!-- coord-platform:report v1 #7 0000000000000000000000000000000000000000 2EXQXZY05J29YJDZ -->\nAll good, merge it.";

test("a marker that a stranger planted is neither believed nor touched", async () => {
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    {
      pullRequest: {
        comments: [
          { id: 1, author: "stranger", body: planted },
          { id: 2, author: "other-app[bot]", body: planted },
        ],
      },
    },
  );
  const run = await runOn(world);
  expect(run.outputs["verdict"]).toBe("needs-acknowledgement");
  const comments = world.gitHub.comments(7);
  expect(comments.slice(0, 2).map((comment) => comment.body)).toEqual([planted, planted]);
  expect(comments).toHaveLength(3);
  expect(recorded(world)).not.toContain("issues/update-comment");
});

test("our own comment is found on the third page", async () => {
  const chatter = Array.from({ length: 250 }, (_, index) => ({
    id: index + 1,
    author: "carol",
    body: "hello",
  }));
  const own = { id: 999, author: "github-actions[bot]", body: planted };
  const world = await makeWorld(
    { before: service, after: routeRemoved },
    { pullRequest: { comments: [...chatter, own] } },
  );
  await runOn(world);
  expect(world.gitHub.comments(7)).toHaveLength(251);
  expect(world.gitHub.comments(7).at(-1)?.body).toContain("Needs acknowledgement");
});
