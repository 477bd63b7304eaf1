import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, expect, test, vi } from "vitest";

import { findRepository } from "../../src/adapters/git-repository.ts";
import { openWorktree } from "../../src/adapters/git-worktree.ts";
import type { WorktreeRepository } from "../../src/adapters/git-worktree.ts";
import { makeRepository, removeTemporaryFolders, temporaryFolder } from "../support/repository.ts";
import type { TestRepository } from "../support/repository.ts";

const opened: WorktreeRepository[] = [];

async function open(repository: TestRepository): Promise<WorktreeRepository["git"]> {
  const worktree = await openWorktree(await findRepository(repository.folder));
  opened.push(worktree);
  return worktree.git;
}

/** `status path` of what the work tree changes against HEAD. */
async function changes(repository: TestRepository): Promise<readonly string[]> {
  const files = await (await open(repository)).diff(repository.git("rev-parse", "HEAD"), "WORKTREE");
  return files.map((file) => `${file.status} ${file.path}`);
}

async function textOf(repository: TestRepository, path: string): Promise<string | undefined> {
  const git = await open(repository);
  const blob = (await git.listTree("WORKTREE")).find((entry) => entry.path === path)?.blob ?? "";
  const found = (await git.readBlobs([blob], { each: 1_000, total: 1_000 })).get(blob);
  return found?.kind === "content" ? Buffer.from(found.bytes).toString("utf8") : undefined;
}

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const worktree of opened.splice(0)) await worktree.dispose();
  removeTemporaryFolders();
});

test("an untouched work tree is its commit", async () => {
  const repository = makeRepository({ "app/main.py": "x = 1\n", "b.py": "" });
  repository.link("link", "b.py");
  repository.executable("b.py");
  repository.commit();
  expect(await changes(repository)).toEqual([]);
});

test("edited, staged, deleted and untracked files count; ignored ones do not", async () => {
  const repository = makeRepository({
    "edited.py": "1\n",
    "staged.py": "1\n",
    "restored.py": "1\n",
    "deleted.py": "1\n2\n3\n4\n",
    ".gitignore": "*.log\n",
    "forced.log": "",
  });
  repository.git("add", "--force", "forced.log");
  repository.commit();
  repository.write("edited.py", "1\n2\n");
  repository.write("staged.py", "staged\n");
  repository.write("restored.py", "staged\n");
  repository.git("add", "--all");
  repository.write("restored.py", "1\n");
  repository.remove("deleted.py");
  repository.write("new/module.py", "n\n");
  repository.write("noise.log", "");
  repository.write("forced.log", "now\n");
  expect(await changes(repository)).toEqual([
    "removed deleted.py",
    "modified edited.py",
    "modified forced.log",
    "added new/module.py",
    "modified staged.py",
  ]);
  expect(await textOf(repository, "edited.py")).toBe("1\n2\n");
  expect(await textOf(repository, "new/module.py")).toBe("n\n");
  const [edited] = (await (await open(repository)).diff("HEAD", "WORKTREE")).filter(
    (file) => file.path === "edited.py",
  );
  expect(edited?.addedLines).toEqual([{ start: 2, end: 2 }]);
});

test("renames and modes are seen", async () => {
  const repository = makeRepository({ "a.py": "1\n2\n3\n4\n5\n", "run.sh": "true\n" });
  repository.remove("a.py");
  repository.write("moved/a.py", "1\n2\n3\n4\n5\n");
  repository.executable("run.sh");
  expect(await changes(repository)).toEqual(["renamed moved/a.py", "modified run.sh"]);
});

test("symbolic links are not followed, neither as a file nor as a folder", async () => {
  const repository = makeRepository({ "secret/key.py": "inside\n", "file.py": "text\n" });
  const outside = temporaryFolder("outside");
  mkdirSync(join(outside, "secret"));
  writeFileSync(join(outside, "secret", "key.py"), "OUTSIDE\n");
  repository.remove("secret");
  repository.remove("file.py");
  repository.link("secret", join(outside, "secret"));
  repository.link("file.py", join(outside, "secret", "key.py"));
  const git = await open(repository);
  const entries = await git.listTree("WORKTREE");
  expect(entries.map(({ path, mode }) => [path, mode])).toEqual([
    ["file.py", "120000"],
    ["secret", "120000"],
  ]);
  expect(await textOf(repository, "file.py")).toBe(join(outside, "secret", "key.py"));
});

test("odd names and submodules", async () => {
  const repository = makeRepository({ "a.py": "" });
  const head = repository.git("rev-parse", "HEAD");
  for (const path of ["--all", "new\nline.py", 'qu"ote', "dir/ü.py"]) repository.write(path, "x\n");
  const latin = Buffer.concat([Buffer.from(`${repository.folder}/`), Buffer.from([0x62, 0xff])]);
  writeFileSync(latin, "latin\n");
  repository.git("update-index", "--add", "--cacheinfo", `160000,${head},vendor`);
  mkdirSync(join(repository.folder, "nested"));
  repository.git("init", "--quiet", "nested");
  repository.write("nested/inner.py", "");
  const git = await open(repository);
  expect((await git.listTree("WORKTREE")).map((entry) => entry.path).toSorted()).toEqual(
    ["--all", "a.py", "b\udcff", "dir/ü.py", "new\nline.py", 'qu"ote', "vendor"].toSorted(),
  );
  expect(await textOf(repository, "b\udcff")).toBe("latin\n");
});

test("no filter runs, and nothing is written into the clone", async () => {
  const repository = makeRepository({ "a.py": "1\n" });
  const flag = join(temporaryFolder("flag"), "flag");
  const trap = join(repository.folder, ".git", "trap");
  writeFileSync(trap, `#!/bin/sh\necho run >> '${flag}'\ncat\n`);
  chmodSync(trap, 0o755);
  for (const key of ["filter.evil.clean", "filter.evil.process", "core.fsmonitor"]) {
    repository.git("config", key, trap);
  }
  repository.write(".gitattributes", "*.py filter=evil\n");
  repository.write("a.py", "2\n");
  const objects = () => readdirSync(join(repository.folder, ".git"), { recursive: true }).join("\n");
  const before = objects();
  expect(await changes(repository)).toEqual(["added .gitattributes", "modified a.py"]);
  expect(existsSync(flag)).toBe(false);
  expect(objects()).toBe(before);
});

test("a file of Git LFS and one with other line ends are unchanged", async () => {
  const content = "large content\n".repeat(99);
  const sha256 = createHash("sha256").update(content).digest("hex");
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${content.length}\n`;
  const repository = makeRepository({ "model.bin": pointer, "other.bin": pointer, "windows.py": "1\n2\n" });
  repository.write("model.bin", content);
  repository.write("other.bin", content.replace("large", "LARGE"));
  repository.write("windows.py", "1\r\n2\r\n");
  expect(await changes(repository)).toEqual(["modified other.bin"]);
});

test("a very large new file stands there with its start", async () => {
  const repository = makeRepository({ "a.py": "" });
  repository.write("dump.sql", Buffer.alloc(2 ** 24 + 1, "x\n"));
  const git = await open(repository);
  const [file] = await git.diff("HEAD", "WORKTREE");
  expect(file?.path).toBe("dump.sql");
  const blobs = await git.readBlobs([file?.blobAfter ?? ""], { each: 2 ** 20, total: 2 ** 30 });
  expect([...blobs.values()]).toEqual([{ kind: "too-large", size: 2 ** 21 }]);
});

test("the user's own ignore file counts", async () => {
  const repository = makeRepository({ "a.py": "" });
  const home = temporaryFolder("home");
  mkdirSync(join(home, "git"));
  writeFileSync(join(home, "git", "ignore"), ".idea/\n");
  vi.stubEnv("XDG_CONFIG_HOME", home);
  vi.stubEnv("GIT_CONFIG_GLOBAL", join(home, "none"));
  repository.write(".idea/workspace.py", "");
  repository.write("b.py", "");
  expect(await changes(repository)).toEqual(["added b.py"]);
  writeFileSync(join(home, "mine"), "b.py\n");
  writeFileSync(join(home, "config"), `[core]\n\texcludesFile = ${join(home, "mine")}\n`);
  vi.stubEnv("GIT_CONFIG_GLOBAL", join(home, "config"));
  expect(await changes(repository)).toEqual(["added .idea/workspace.py"]);
});

test("unmerged files count as they lie there", async () => {
  const repository = makeRepository({ "a.py": "1\n" });
  repository.git("checkout", "--quiet", "-b", "topic");
  repository.write("a.py", "topic\n");
  repository.commit();
  repository.git("checkout", "--quiet", "main");
  repository.write("a.py", "main\n");
  repository.commit();
  expect(() => repository.git("merge", "topic")).toThrow();
  expect(await textOf(repository, "a.py")).toContain("<<<<<<<");
  expect(await changes(repository)).toEqual(["modified a.py"]);
});

test("questions about history are answered for HEAD", async () => {
  const repository = makeRepository({ "a.py": "1\n" });
  const root = repository.git("rev-parse", "HEAD");
  const head = repository.commit("second");
  const git = await open(repository);
  expect(await git.resolveCommit("WORKTREE")).toBe("WORKTREE");
  expect(await git.mergeBase(root, "WORKTREE")).toBe(root);
  expect(await git.parents("WORKTREE")).toEqual([head]);
  expect(await git.commitTime("WORKTREE")).toBe(await git.commitTime(head));
  expect(await git.commitSubject("WORKTREE")).toBe("second");
});

test("a bare repository and one without a commit are wrong use", async () => {
  const bare = temporaryFolder("bare");
  const repository = makeRepository();
  repository.git("init", "--quiet", "--bare", bare);
  await expect(openWorktree(await findRepository(bare))).rejects.toThrow("this one is bare");
  await expect(open(repository)).rejects.toThrow("at least one commit");
});

test("a linked work tree has its own files", async () => {
  const repository = makeRepository({ "a.py": "1\n" });
  const linked = join(temporaryFolder("linked"), "tree:one");
  repository.git("worktree", "add", "--quiet", "-b", "topic", linked);
  writeFileSync(join(linked, "b.py"), "");
  const worktree = await openWorktree(await findRepository(linked));
  opened.push(worktree);
  const files = await worktree.git.diff("HEAD", "WORKTREE");
  expect(files.map((file) => file.path)).toEqual(["b.py"]);
});
