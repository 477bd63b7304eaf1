import { pathToFileURL } from "node:url";

import { afterEach, expect, test } from "vitest";

import { findRepository, openRepository } from "../../src/adapters/git-repository.ts";
import type { GitRepository } from "../../src/ports/git.ts";
import { findDefaultBase, resolveRange, resolveRevision } from "../../src/source/range.ts";
import { makeRepository, removeTemporaryFolders, temporaryFolder } from "../support/repository.ts";

afterEach(removeTemporaryFolders);

async function open(folder: string): Promise<GitRepository> {
  return openRepository(await findRepository(folder));
}

test("a three-dot range: merge base, head, base tip", async () => {
  const repository = makeRepository({ "a.py": "" });
  const before = repository.git("rev-parse", "HEAD");
  const base = repository.commit();
  repository.git("checkout", "--quiet", "-b", "topic", before);
  const after = repository.commit();
  expect(await resolveRange(await open(repository.folder), "main", "topic")).toEqual({ before, after, base });
});

test("unknown revisions and unrelated histories, with a way out", async () => {
  const repository = makeRepository({ "a.py": "" });
  const git = await open(repository.folder);
  const unknown = resolveRevision(git, "nowhere");
  await expect(unknown).rejects.toMatchObject({ kind: "usage" });
  await expect(unknown).rejects.toThrow('Unknown revision "nowhere". Name a commit');
  repository.git("checkout", "--quiet", "--orphan", "other");
  repository.commit();
  const unrelated = resolveRange(git, "main", "other");
  await expect(unrelated).rejects.toMatchObject({ kind: "unfinished" });
  await expect(unrelated).rejects.toThrow("main and other have no commit in common");
});

test("a shallow clone is told to fetch its history", async () => {
  const repository = makeRepository({ "a.py": "" });
  repository.git("checkout", "--quiet", "-b", "topic");
  repository.commit();
  repository.git("checkout", "--quiet", "main");
  repository.commit();
  const clone = temporaryFolder("shallow");
  const source = pathToFileURL(repository.folder).href;
  repository.git("clone", "--quiet", "--depth=1", "--no-single-branch", source, clone);
  const git = await open(clone);
  const noBase = resolveRange(git, "origin/main", "origin/topic");
  await expect(noBase).rejects.toMatchObject({ kind: "unfinished" });
  await expect(noBase).rejects.toThrow("git fetch --unshallow");
  await expect(resolveRevision(git, "HEAD~1")).rejects.toMatchObject({ kind: "unfinished" });
});

test("the default base is the remote's default branch, then main, then master", async () => {
  const repository = makeRepository({ "a.py": "" });
  const git = await open(repository.folder);
  expect(await findDefaultBase(git)).toBe("main");
  repository.git("branch", "-m", "main", "master");
  expect(await findDefaultBase(git)).toBe("master");
  repository.git("update-ref", "refs/remotes/origin/trunk", "HEAD");
  repository.git("symbolic-ref", "refs/remotes/origin/HEAD", "refs/remotes/origin/trunk");
  expect(await findDefaultBase(git)).toBe("origin/HEAD");
  repository.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD");
  repository.git("branch", "-m", "master", "trunk");
  await expect(findDefaultBase(git)).rejects.toThrow("Name one with --base.");
});
