import { afterEach, describe, expect, test } from "vitest";

import { findRepository, openRepository } from "../../src/adapters/git-repository.ts";
import { openWorktree } from "../../src/adapters/git-worktree.ts";
import type { GitRepository } from "../../src/ports/git.ts";
import { loadChangeSet, loadSnapshot } from "../../src/source/load.ts";
import { isRelevant } from "../../src/source/relevant.ts";
import { makeRepository, removeTemporaryFolders } from "../support/repository.ts";
import type { TestRepository } from "../support/repository.ts";

afterEach(removeTemporaryFolders);

async function open(repository: TestRepository): Promise<GitRepository> {
  return openRepository(await findRepository(repository.folder));
}

test("both sides and the base tip, with renames, lines and dates", async () => {
  const repository = makeRepository({ "app/a.py": "1\n2\n3\n4\n", "app/same.py": "same\n" });
  const before = repository.git("rev-parse", "HEAD");
  repository.write("policy.toml", "x = 1\n");
  const base = repository.commit();
  repository.git("checkout", "--quiet", "--detach", before);
  repository.git("mv", "app/a.py", "app/b.py");
  repository.write("app/b.py", "1\n2\n3\nfour\n");
  const after = repository.commit();
  const changeSet = await loadChangeSet(await open(repository), { before, after, base });
  expect(changeSet.files).toMatchObject([
    { status: "renamed", previousPath: "app/a.py", path: "app/b.py", addedLines: [{ start: 4, end: 4 }] },
  ]);
  expect([...changeSet.before.entries.keys()]).toEqual(["app/a.py", "app/same.py"]);
  expect(changeSet.before.read("app/a.py")).toEqual({ kind: "text", text: "1\n2\n3\n4\n" });
  expect(changeSet.before.read("app/b.py")).toEqual({ kind: "unread", reason: "missing" });
  expect(changeSet.after.read("app/b.py")).toEqual({ kind: "text", text: "1\n2\n3\nfour\n" });
  expect(changeSet.after.read("policy.toml")).toEqual({ kind: "unread", reason: "missing" });
  expect(changeSet.base.read("policy.toml")).toEqual({ kind: "text", text: "x = 1\n" });
  expect(changeSet.after.commit).toBe(after);
  expect([changeSet.baseDate, changeSet.headDate]).toEqual(["2026-01-02", "2026-01-03"]);
  // One decoding for all commits that have the blob.
  expect(changeSet.after.read("app/same.py")).toBe(changeSet.base.read("app/same.py"));
});

test("what cannot be read says why", async () => {
  const repository = makeRepository({
    "large.py": "#".repeat(2 ** 20 + 1),
    "limit.py": "#".repeat(2 ** 20),
    "target.py": "secret\n",
  });
  repository.write("binary.py", Uint8Array.from([0x78, 0, 0x0a]));
  repository.write("latin.sql", Uint8Array.from([0xe9, 0x0a]));
  repository.link("link.py", "target.py");
  repository.git("add", "--all");
  repository.git(
    "update-index",
    "--add",
    "--cacheinfo",
    `160000,${repository.git("rev-parse", "HEAD")},vendor`,
  );
  repository.git("commit", "--quiet", "-m", "kinds");
  const snapshot = await loadSnapshot(await open(repository), repository.git("rev-parse", "HEAD"));
  const found = [...snapshot.entries.keys()].map((path) => {
    const file = snapshot.read(path);
    return [path, file.kind === "unread" ? file.reason : file.kind];
  });
  expect(Object.fromEntries(found)).toEqual({
    "binary.py": "binary",
    "large.py": "too-large",
    "latin.sql": "encoding",
    "limit.py": "text",
    "link.py": "symlink",
    "target.py": "text",
    vendor: "submodule",
  });
});

test("the total is spent on the change first, then on Python", async () => {
  const repository = makeRepository({ "a.sql": "aaaa", "b.py": "bbbb", "z.sql": "zzzz" });
  const before = repository.git("rev-parse", "HEAD");
  repository.write("z.sql", "ZZZZ");
  const after = repository.commit();
  const git = await open(repository);
  const load = (total: number) =>
    loadChangeSet(git, { before, after, base: after }, { limits: { each: 9, total } });
  const kinds = async (total: number) => {
    const { before: old, after: fresh } = await load(total);
    return [old.read("z.sql"), fresh.read("z.sql"), fresh.read("b.py"), fresh.read("a.sql")].map(
      (file) => file.kind,
    );
  };
  expect(await kinds(8)).toEqual(["text", "text", "unread", "unread"]);
  expect(await kinds(12)).toEqual(["text", "text", "text", "unread"]);
  expect(await kinds(16)).toEqual(["text", "text", "text", "text"]);
});

test("JSON of any name is read when it changed, further files on request", async () => {
  const repository = makeRepository({
    "fixtures/data.json": "{}",
    "fixtures/other.json": "[]",
    "docs/openapi.json": "{}",
    "cards/dba.md": "card",
  });
  const before = repository.git("rev-parse", "HEAD");
  repository.write("fixtures/data.json", '{"a": 1}');
  const after = repository.commit();
  const git = await open(repository);
  const { after: snapshot } = await loadChangeSet(git, { before, after, base: before });
  expect(snapshot.read("fixtures/data.json").kind).toBe("text");
  expect(snapshot.read("docs/openapi.json").kind).toBe("text");
  expect(snapshot.read("fixtures/other.json")).toEqual({ kind: "unread", reason: "missing" });
  const more = await loadSnapshot(git, before, { alsoRead: (path) => path.startsWith("cards/") });
  expect(more.read("cards/dba.md")).toEqual({ kind: "text", text: "card" });
});

describe("relevant files", () => {
  test.each([
    "app/main.py",
    "alembic.ini",
    "pyproject.toml",
    "db/init.SQL",
    "requirements/base.txt",
    "requirements-dev.in",
    ".github/CODEOWNERS",
    ".github/workflows/ci.yml",
    ".github/identities/DBA.identity.md",
    "identities/DBA.identity.md",
    "api/swagger-v2.json",
  ])("%s", (path) => expect(isRelevant(path)).toBe(true));

  test.each(["README.md", "logo.png", "src/app.ts", "package.json", "notes.txt", "py", "locale/en.json"])(
    "not %s",
    (path) => expect(isRelevant(path)).toBe(false),
  );
});

test("contents that the clone lacks are a failure, not files without facts", async () => {
  const git: GitRepository = {
    ...(await open(makeRepository({ "a.py": "" }))),
    listTree: async () => [{ path: "a.py", mode: "100644", blob: "1".repeat(40) }],
  };
  await expect(loadSnapshot(git, "x")).rejects.toThrow("The contents of 1 files are not in this clone");
});

test("the work tree is a side like any other", async () => {
  const repository = makeRepository({ "a.py": "1\n" });
  const head = repository.git("rev-parse", "HEAD");
  repository.write("a.py", "2\n");
  repository.write("b.py", "new\n");
  const worktree = await openWorktree(await findRepository(repository.folder));
  const changeSet = await loadChangeSet(worktree.git, { before: head, after: "WORKTREE", base: head });
  expect(changeSet.files.map((file) => `${file.status} ${file.path}`)).toEqual([
    "modified a.py",
    "added b.py",
  ]);
  expect(changeSet.after.commit).toBe("WORKTREE");
  expect(changeSet.after.read("b.py")).toEqual({ kind: "text", text: "new\n" });
  await worktree.dispose();
});

test("a date outside the calendar is its edge", async () => {
  const git = await open(makeRepository({ "a.py": "" }));
  const load = async (time: number) => {
    const commits = { before: "HEAD", after: "HEAD", base: "HEAD" };
    return (await loadChangeSet({ ...git, commitTime: async () => time }, commits)).headDate;
  };
  expect(await load(-5)).toBe("1970-01-01");
  expect(await load(1e15)).toBe("9999-12-31");
});
