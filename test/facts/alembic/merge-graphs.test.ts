import { describe, expect, test } from "vitest";

import { mergeRevisionGraphs } from "../../../src/facts/alembic/merge-graphs.ts";
import { topologicalOrder } from "../../../src/facts/alembic/graph.ts";
import { readRevisions } from "../../../src/facts/alembic/read-revisions.ts";
import type { RevisionGraph } from "../../../src/facts/database.ts";
import { projectOf } from "../../support/change.ts";

/** `{ b: "a" }` is revision b after a; several parents by commas, "" for none. */
type Tree = Readonly<Record<string, string>>;

async function graphOf(tree: Tree, folder = "m"): Promise<RevisionGraph> {
  const files: Record<string, string> = {
    [`${folder}/env.py`]: "from alembic import context\ncontext.configure()\n",
  };
  for (const [id, down] of Object.entries(tree)) {
    const parents =
      down === ""
        ? "None"
        : `(${down
            .split(",")
            .map((parent) => `"${parent}",`)
            .join("")})`;
    files[`${folder}/versions/${id}.py`] = `revision = "${id}"\ndown_revision = ${parents}\n`;
  }
  return readRevisions(await projectOf(files));
}

async function merge(base: Tree, before: Tree, after: Tree) {
  const [environment] = mergeRevisionGraphs(
    await graphOf(base),
    await graphOf(before),
    await graphOf(after),
  ).environments;
  return { heads: environment?.heads, revisions: [...(environment?.revisions.keys() ?? [])].sort() };
}

describe("what a merge would give", () => {
  test.each<[string, Tree, Tree, Tree, string[], string[]]>([
    ["nothing else happened", { a: "" }, { a: "" }, { a: "", b: "a" }, ["b"], ["a", "b"]],
    [
      "the base branch moved on: two heads",
      { a: "", x: "a" },
      { a: "" },
      { a: "", b: "a" },
      ["b", "x"],
      ["a", "b", "x"],
    ],
    [
      "the change merges both",
      { a: "", x: "a" },
      { a: "" },
      { a: "", b: "a", m: "b,x" },
      ["m"],
      ["a", "b", "m", "x"],
    ],
    ["the change deletes a revision", { a: "", b: "a" }, { a: "", b: "a" }, { a: "" }, ["a"], ["a"]],
    [
      "the base branch deleted one that the change left",
      { a: "" },
      { a: "", b: "a" },
      { a: "", b: "a" },
      ["a"],
      ["a"],
    ],
    ["the change moves a parent", { a: "", b: "" }, { a: "", b: "" }, { a: "", b: "a" }, ["b"], ["a", "b"]],
  ])("%s", async (_name, base, before, after, heads, revisions) => {
    expect(await merge(base, before, after)).toEqual({ heads, revisions });
  });

  test("an id that both sides made is a duplicate", async () => {
    const base = await graphOf({ a: "", b: "a" });
    const after = await graphOf({ a: "", b: "a" });
    const elsewhere: RevisionGraph = {
      ...after,
      environments: after.environments.map((environment) => ({
        ...environment,
        revisions: new Map(
          [...environment.revisions].map(([id, one]) => [
            id,
            id === "b" ? { ...one, path: "m/versions/b2.py" } : one,
          ]),
        ),
      })),
    };
    const merged = mergeRevisionGraphs(base, await graphOf({ a: "" }), elsewhere);
    expect(merged.environments[0]?.duplicates.map(({ path }) => path)).toEqual(["m/versions/b2.py"]);
  });

  test("environments of one side stay, unless the change removed them", async () => {
    const [one, two] = [await graphOf({ a: "" }, "one"), await graphOf({ b: "" }, "two")];
    const both: RevisionGraph = { environments: [...one.environments, ...two.environments], unresolved: [] };
    const paths = (graph: RevisionGraph) => graph.environments.map((environment) => environment.path);
    expect(paths(mergeRevisionGraphs(both, one, one))).toEqual(["one", "two"]);
    expect(paths(mergeRevisionGraphs(both, both, one))).toEqual(["one"]);
    expect(paths(mergeRevisionGraphs(one, one, both))).toEqual(["one", "two"]);
  });
});

describe("order", () => {
  test("parents come first, dependencies too", async () => {
    const [environment] = (await graphOf({ z: "", y: "z", a: "y", b: "y", m: "a,b" })).environments;
    expect(environment && topologicalOrder(environment)).toEqual(["z", "y", "a", "b", "m"]);
  });

  test("a circle does not hang", async () => {
    const [environment] = (await graphOf({ a: "c", b: "a", c: "b", d: "" })).environments;
    expect(environment && topologicalOrder(environment)).toEqual(["d", "a", "b", "c"]);
  });
});
