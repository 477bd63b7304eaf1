import { expect, test } from "vitest";

import type { CommitAnswer } from "../../src/adapters/octokit-answers.ts";
import { contributorsOf } from "../../src/adapters/octokit-contributors.ts";

const person = (login: string) => ({ id: 1, login, type: "User" });
const github = person("web-flow");

interface Draft {
  readonly sha?: string;
  readonly parents?: readonly string[];
  readonly author?: CommitAnswer["author"];
  readonly committer?: CommitAnswer["committer"];
  readonly message?: string;
  readonly verified?: boolean;
}

function commit(draft: Draft): CommitAnswer {
  return {
    sha: draft.sha ?? "c1",
    parents: (draft.parents ?? ["p1"]).map((sha) => ({ sha })),
    author: draft.author === undefined ? person("alice") : draft.author,
    committer: draft.committer === undefined ? github : draft.committer,
    commit: {
      message: draft.message ?? "change",
      verification: { verified: draft.verified ?? true },
    },
  };
}

test("authors and committers, once each whatever the case, without GitHub itself", () => {
  const commits = [
    commit({ author: person("alice"), committer: person("bob") }),
    commit({ author: person("Alice"), committer: github }),
  ];
  expect(contributorsOf(commits)).toEqual({ logins: ["Alice", "bob"], unknownCommits: 0 });
});

test("co-authors by the addresses that GitHub gives out", () => {
  const message = [
    "Add a thing",
    "",
    "Co-authored-by: Carol <12345+carol@users.noreply.github.com>",
    "co-authored-by: Dave <dave@users.noreply.ghe.example>",
    "Co-Authored-By: dependabot[bot] <49699333+dependabot[bot]@users.noreply.github.com>",
    "Co-authored-by: Claude <noreply@anthropic.com>",
    "Signed-off-by: Erin <erin@users.noreply.github.com>",
  ].join("\r\n");
  expect(contributorsOf([commit({ message })])).toEqual({
    logins: ["alice", "carol", "dave", "dependabot[bot]"],
    unknownCommits: 0,
  });
});

test("commits that somebody unknown had a hand in are counted once each", () => {
  const commits = [
    commit({ author: null, committer: null }),
    commit({ committer: null }),
    commit({ message: "x\n\nCo-authored-by: Frank <frank@example.com>" }),
    commit({ message: "x\n\nCo-authored-by: nobody" }),
    commit({}),
  ];
  expect(contributorsOf(commits)).toEqual({ logins: ["alice"], unknownCommits: 4 });
});

test("the clicker of Update branch is no contributor; whoever merges elsewhere is", () => {
  const work = commit({ sha: "c1", author: person("alice") });
  const update = { sha: "c2", parents: ["c1", "main"], author: person("bob") };
  const logins = (merge: CommitAnswer) => contributorsOf([work, merge]).logins;
  expect(logins(commit(update))).toEqual(["alice"]);
  // Made on a machine of their own, with whatever the merge holds.
  expect(logins(commit({ ...update, committer: person("bob") }))).toEqual(["alice", "bob"]);
  // Anybody can write GitHub's address into a commit, but not sign it.
  expect(logins(commit({ ...update, verified: false }))).toEqual(["alice", "bob"]);
  // A merge of commits of the pull request itself is work.
  expect(logins(commit({ ...update, parents: ["main", "c1"] }))).toEqual(["alice", "bob"]);
  expect(logins(commit({ ...update, parents: ["c1", "main", "other"] }))).toEqual(["alice", "bob"]);
});

test("a message of 1 MB without an end is read at once", () => {
  const message = `co-authored-by:${"<".repeat(2 ** 20)}`;
  const start = performance.now();
  contributorsOf([commit({ message })]);
  expect(performance.now() - start).toBeLessThan(200);
});
