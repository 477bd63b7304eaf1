import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import { afterEach, describe, expect, test, vi } from "vitest";

import { findRepository, openRepository } from "../../src/adapters/git-repository.ts";
import type { FileChange, GitRepository } from "../../src/ports/git.ts";
import { makeRepository, removeTemporaryFolders, temporaryFolder } from "../support/repository.ts";
import type { TestRepository } from "../support/repository.ts";

async function open(repository: TestRepository): Promise<GitRepository> {
  return openRepository(await findRepository(repository.folder));
}

/** The changes between two commits, with blobs left out. */
async function changes(repository: TestRepository, before: string, after: string) {
  const files = await (await open(repository)).diff(before, after);
  return files.map(({ blobBefore: _before, blobAfter: _after, ...rest }) => rest);
}

async function contentOf(git: GitRepository, file: FileChange | undefined): Promise<string> {
  const blobs = await git.readBlobs([file?.blobAfter ?? ""], { each: 1_000, total: 1_000 });
  const blob = blobs.get(file?.blobAfter ?? "");
  return blob?.kind === "content" ? Buffer.from(blob.bytes).toString("utf8") : `(${blob?.kind})`;
}

afterEach(() => {
  vi.unstubAllEnvs();
  removeTemporaryFolders();
});

describe("finding a repository", () => {
  test("from a folder inside it", async () => {
    const repository = makeRepository({ "app/main.py": "x = 1\n" });
    const place = await findRepository(join(repository.folder, "app"));
    expect(place.workTree).toBe(repository.folder);
    expect(place.gitFolder).toBe(join(repository.folder, ".git"));
  });

  test("a folder of no repository is wrong use", async () => {
    const folder = temporaryFolder("none");
    await expect(findRepository(folder)).rejects.toThrow(`${folder} is not a git repository.`);
    await expect(findRepository(join(folder, "gone"))).rejects.toMatchObject({ kind: "usage" });
  });

  test("without git the sentence says so", async () => {
    const repository = makeRepository({ "a.py": "" });
    vi.stubEnv("PATH", temporaryFolder("empty-path"));
    await expect(findRepository(repository.folder)).rejects.toThrow("git was not found. Install git");
  });
});

describe("history", () => {
  test("revisions become full commit ids, anything else null", async () => {
    const repository = makeRepository({ "a.py": "1\n" });
    const head = repository.git("rev-parse", "HEAD");
    const tree = repository.git("rev-parse", "HEAD^{tree}");
    const git = await open(repository);
    expect(await git.resolveCommit("main")).toBe(head);
    expect(await git.resolveCommit(head.slice(0, 8))).toBe(head);
    for (const bad of ["nowhere", "", "--all", "-n1", tree, "HEAD~1", "main\0", "main\nHEAD"]) {
      expect(await git.resolveCommit(bad), bad).toBeNull();
    }
  });

  test("merge base, parents, dates and subjects", async () => {
    const repository = makeRepository({ "a.py": "1\n" });
    const root = repository.git("rev-parse", "HEAD");
    repository.git("checkout", "--quiet", "-b", "topic");
    repository.write("b.py", "");
    const topic = repository.commit("Add b\n\nWith a body.");
    repository.git("checkout", "--quiet", "main");
    repository.write("c.py", "");
    const main = repository.commit("Add c");
    const git = await open(repository);
    expect(await git.mergeBase(main, topic)).toBe(root);
    expect(await git.parents(topic)).toEqual([root]);
    expect(await git.parents(root)).toEqual([]);
    expect(await git.commitSubject(topic)).toBe("Add b");
    expect(new Date((await git.commitTime(topic)) * 1000).toISOString()).toBe("2026-01-02T12:00:00.000Z");
    expect(await git.firstParents(main, 5)).toEqual([main, root]);
    expect(await git.isShallow()).toBe(false);
  });

  test("unrelated histories have no merge base", async () => {
    const repository = makeRepository({ "a.py": "1\n" });
    const root = repository.git("rev-parse", "HEAD");
    repository.git("checkout", "--quiet", "--orphan", "other");
    const other = repository.commit("other root");
    expect(await (await open(repository)).mergeBase(root, other)).toBeNull();
  });

  test("a shallow clone says so", async () => {
    const repository = makeRepository({ "a.py": "1\n" });
    repository.commit("second");
    const clone = temporaryFolder("shallow");
    const source = pathToFileURL(repository.folder).href;
    repository.git("clone", "--quiet", "--depth=1", source, clone);
    const git = openRepository(await findRepository(clone));
    expect(await git.isShallow()).toBe(true);
    expect(await git.resolveCommit("HEAD~1")).toBeNull();
  });
});

describe("changed files", () => {
  test("status, counts and line ranges of both sides", async () => {
    const repository = makeRepository({ "a.py": "1\n2\n3\n4\n5\n", "gone.py": "x\ny\n" });
    const before = repository.git("rev-parse", "HEAD");
    repository.write("a.py", "0\n1\n2\nthree\n5\n");
    repository.write("new.py", "n\n");
    repository.remove("gone.py");
    const after = repository.commit();
    const regular = { modeBefore: "100644", modeAfter: "100644" };
    expect(await changes(repository, before, after)).toEqual([
      {
        status: "modified",
        path: "a.py",
        previousPath: "a.py",
        ...regular,
        additions: 2,
        deletions: 2,
        removedLines: [{ start: 3, end: 4 }],
        addedLines: [
          { start: 1, end: 1 },
          { start: 4, end: 4 },
        ],
      },
      {
        status: "removed",
        path: "gone.py",
        previousPath: "gone.py",
        modeBefore: "100644",
        modeAfter: null,
        additions: 0,
        deletions: 2,
        removedLines: [{ start: 1, end: 2 }],
        addedLines: [],
      },
      {
        status: "added",
        path: "new.py",
        previousPath: null,
        modeBefore: null,
        modeAfter: "100644",
        additions: 1,
        deletions: 0,
        removedLines: [],
        addedLines: [{ start: 1, end: 1 }],
      },
    ]);
  });

  test("a renamed file is one change with both paths", async () => {
    const text = "one\ntwo\nthree\nfour\nfive\nsix\n";
    const repository = makeRepository({ "routes/a.py": text, "same.py": `${text}seven\n` });
    const before = repository.git("rev-parse", "HEAD");
    repository.remove("routes/a.py");
    repository.write("routes/b.py", text.replace("two", "2"));
    repository.git("mv", "same.py", "moved.py");
    const after = repository.commit();
    const found = await changes(repository, before, after);
    expect(found.map(({ status, path, previousPath }) => [status, previousPath, path])).toEqual([
      ["renamed", "same.py", "moved.py"],
      ["renamed", "routes/a.py", "routes/b.py"],
    ]);
    expect(found.map(({ addedLines }) => addedLines)).toEqual([[], [{ start: 2, end: 2 }]]);
  });

  test("names that look like options, or hold newlines, quotes, tabs and other bytes", async () => {
    const names = ["--output=pwn.py", "-U99", "new\nline.py", 'qu"ote.py', "ta\tb.py", "sp ace.py", "ü.py"];
    const repository = makeRepository({ "a.py": "" });
    const before = repository.git("rev-parse", "HEAD");
    for (const name of names) repository.write(name, `${name}\n`);
    repository.git("add", "--all");
    const blob = repository.git("rev-parse", ":a.py");
    for (const byte of [0xfe, 0xff]) {
      const path = Buffer.from([0x62, byte]);
      writeFileSync(Buffer.concat([Buffer.from(`${repository.folder}/`), path]), "");
    }
    const after = repository.commit();
    const found = await changes(repository, before, after);
    expect(found.map((file) => file.path).toSorted()).toEqual([...names, "b\udcfe", "b\udcff"].toSorted());
    const git = await open(repository);
    const entries = await git.listTree(after);
    expect(entries.map((entry) => entry.path).toSorted()).toEqual(
      ["a.py", ...names, "b\udcfe", "b\udcff"].toSorted(),
    );
    expect(entries.find((entry) => entry.path === "a.py")).toEqual({ path: "a.py", mode: "100644", blob });
    const [first] = await git.diff(before, after);
    expect(await contentOf(git, first)).toBe(`${first?.path}\n`);
    expect(existsSync(join(repository.folder, "pwn.py"))).toBe(false);
  });

  test("symbolic links, submodules, modes and binary files", async () => {
    const repository = makeRepository({ "run.sh": "true\n", "data.py": "x\n" });
    const before = repository.git("rev-parse", "HEAD");
    repository.link("link.py", "/etc/passwd");
    repository.executable("run.sh");
    repository.write("image.png", Uint8Array.from([137, 80, 0, 10, 10, 10]));
    repository.remove("data.py");
    repository.link("data.py", "run.sh");
    repository.git("add", "--all");
    repository.git("update-index", "--add", "--cacheinfo", `160000,${before},vendor`);
    repository.git("commit", "--quiet", "-m", "kinds");
    const after = repository.git("rev-parse", "HEAD");
    const found = await changes(repository, before, after);
    expect(
      found.map((file) => [file.path, file.status, file.modeBefore, file.modeAfter, file.additions]),
    ).toEqual([
      ["data.py", "modified", "100644", "120000", 1],
      ["image.png", "added", null, "100644", 0],
      ["link.py", "added", null, "120000", 1],
      ["run.sh", "modified", "100644", "100755", 0],
      ["vendor", "added", null, "160000", 1],
    ]);
  });

  test("content that looks like a patch does not confuse the reader", async () => {
    const poison = "diff --git a/x b/x\n@@ -1,9 +1,9 @@\n-- a\n++ b\n\\ No newline\n";
    const repository = makeRepository({ "a.py": "1\n2\n3", "b.py": "1\n" });
    const before = repository.git("rev-parse", "HEAD");
    repository.write("a.py", `${poison}${poison}1\n2\n3\n`);
    repository.write("b.py", "1\n2");
    const after = repository.commit();
    const found = await changes(repository, before, after);
    expect(found.map(({ path, additions, deletions }) => [path, additions, deletions])).toEqual([
      ["a.py", 11, 1],
      ["b.py", 1, 0],
    ]);
    const numstat = repository.git("diff", "--numstat", before, after);
    expect(numstat).toBe("11\t1\ta.py\n1\t0\tb.py");
  });

  test("a change with itself is empty", async () => {
    const repository = makeRepository({ "a.py": "1\n" });
    const head = repository.git("rev-parse", "HEAD");
    expect(await changes(repository, head, head)).toEqual([]);
  });

  test("an unknown commit is a failure with git's reason", async () => {
    const repository = makeRepository({ "a.py": "1\n" });
    const missing = "1".repeat(40);
    const diff = (await open(repository)).diff(missing, "HEAD");
    await expect(diff).rejects.toMatchObject({ kind: "unfinished" });
    await expect(diff).rejects.toThrow(/^git could not compare 1{40} with HEAD: bad object/);
  });
});

describe("contents", () => {
  test("all in one answer; large and missing ones say so", async () => {
    const repository = makeRepository({ "small.py": "1\n", "large.py": "x".repeat(2_000), "empty.py": "" });
    const id = (path: string) => repository.git("rev-parse", `HEAD:${path}`);
    const tree = repository.git("rev-parse", "HEAD^{tree}");
    const git = await open(repository);
    const missing = "1".repeat(40);
    const blobs = await git.readBlobs(
      [id("small.py"), id("large.py"), missing, id("empty.py"), id("small.py"), tree],
      { each: 1_000, total: 10_000 },
    );
    expect(blobs.get(id("small.py"))).toEqual({ kind: "content", bytes: Buffer.from("1\n") });
    expect(blobs.get(id("large.py"))).toEqual({ kind: "too-large", size: 2_000 });
    expect(blobs.get(id("empty.py"))).toEqual({ kind: "content", bytes: Buffer.from("") });
    expect(blobs.get(missing)).toEqual({ kind: "missing" });
    expect(blobs.get(tree)).toEqual({ kind: "missing" });
    expect(await git.readBlobs([], { each: 1, total: 1 })).toEqual(new Map());
  });

  test("the total is given to the blobs in the order asked", async () => {
    const repository = makeRepository({ "a.py": "aaaa", "b.py": "bbbb", "c.py": "c" });
    const id = (path: string) => repository.git("rev-parse", `HEAD:${path}`);
    const git = await open(repository);
    const blobs = await git.readBlobs([id("b.py"), id("a.py"), id("c.py")], { each: 10, total: 5 });
    expect(["a.py", "b.py", "c.py"].map((path) => blobs.get(id(path))?.kind)).toEqual([
      "too-large",
      "content",
      "content",
    ]);
  });

  test("a partial clone answers with missing blobs and never fetches", async () => {
    const repository = makeRepository({ "a.py": "1\n" });
    const first = repository.git("rev-parse", "HEAD");
    repository.write("a.py", "2\n");
    const second = repository.commit();
    repository.git("config", "uploadpack.allowFilter", "true");
    const clone = temporaryFolder("partial");
    const source = pathToFileURL(repository.folder).href;
    repository.git("clone", "--quiet", "--bare", "--filter=blob:none", source, clone);
    const git = openRepository(await findRepository(clone));
    const blob = repository.git("rev-parse", "HEAD:a.py");
    expect(await git.readBlobs([blob], { each: 100, total: 100 })).toEqual(
      new Map([[blob, { kind: "missing" }]]),
    );
    await expect(git.diff(first, second)).rejects.toThrow(/this clone is partial .* `git fetch --refetch/);
  });
});

describe("nothing of the repository is started or believed", () => {
  test("diff drivers, text conversion, hooks, monitors and filters stay silent", async () => {
    const repository = makeRepository({ "a.py": "1\n", ".gitattributes": "*.py diff=evil filter=evil\n" });
    const flag = join(temporaryFolder("flag"), "flag");
    const before = repository.git("rev-parse", "HEAD");
    repository.write("a.py", "2\n");
    const after = repository.commit();
    const trap = join(repository.folder, ".git", "trap");
    writeFileSync(trap, `#!/bin/sh\necho run >> '${flag}'\ncat\n`);
    chmodSync(trap, 0o755);
    const settings = {
      "diff.evil.command": trap,
      "diff.evil.textconv": trap,
      "diff.external": trap,
      "filter.evil.clean": trap,
      "filter.evil.smudge": trap,
      "core.fsmonitor": trap,
      "core.pager": trap,
      "core.sshCommand": trap,
      "credential.helper": trap,
    };
    for (const [key, value] of Object.entries(settings)) repository.git("config", key, value);
    // The trap works: plain git runs it.
    repository.git("diff", before, after);
    expect(existsSync(flag)).toBe(true);
    writeFileSync(flag, "");
    const git = await open(repository);
    const files = await git.diff(before, after);
    expect(files.map((file) => [file.path, file.addedLines])).toEqual([["a.py", [{ start: 1, end: 1 }]]]);
    expect(await contentOf(git, files[0])).toBe("2\n");
    await git.listTree(after);
    await git.firstParents(after, 3);
    await git.isShallow();
    expect(readFileSync(flag, "utf8")).toBe("");
  });

  test("replaced objects and grafts are ignored", async () => {
    const repository = makeRepository({ "a.py": "good\n" });
    const root = repository.git("rev-parse", "HEAD");
    repository.write("a.py", "better\n");
    const head = repository.commit();
    const [good, better] = [
      repository.git("rev-parse", "HEAD~1:a.py"),
      repository.git("rev-parse", "HEAD:a.py"),
    ];
    repository.git("replace", better, good);
    repository.git("replace", head, root);
    mkdirSync(join(repository.folder, ".git", "info"), { recursive: true });
    writeFileSync(join(repository.folder, ".git", "info", "grafts"), `${head}\n`);
    const git = await open(repository);
    const files = await git.diff(root, head);
    expect(await contentOf(git, files[0])).toBe("better\n");
    expect(await git.parents(head)).toEqual([root]);
    expect(await git.mergeBase(root, head)).toBe(root);
    expect(await git.firstParents(head, 9)).toEqual([head, root]);
  });

  test("attributes of the change cannot hide its lines", async () => {
    const repository = makeRepository({ "a.py": "1\n2\n" });
    const before = repository.git("rev-parse", "HEAD");
    repository.write(".gitattributes", "*.py binary\n");
    repository.write("a.py", "1\ntwo\n");
    const after = repository.commit();
    expect(repository.git("diff", "--numstat", before, after, "--", "a.py")).toBe("-\t-\ta.py");
    const found = await changes(repository, before, after);
    expect(found.find((file) => file.path === "a.py")?.addedLines).toEqual([{ start: 2, end: 2 }]);
  });

  test("only git is started, without keys and tokens", async () => {
    const repository = makeRepository({ "a.py": "1\n" });
    const head = repository.git("rev-parse", "HEAD");
    const traps = temporaryFolder("traps");
    const flag = join(traps, "flag");
    const realGit = (process.env["PATH"] ?? "")
      .split(":")
      .map((folder) => join(folder, "git"))
      .find(existsSync);
    for (const name of ["python", "python3", "sh", "bash", "npm", "pip", "alembic", "ssh", "less"]) {
      writeFileSync(join(traps, name), `#!/bin/sh\necho ${name} >> '${flag}'\n`);
      chmodSync(join(traps, name), 0o755);
    }
    const environment = join(traps, "environment");
    writeFileSync(
      join(traps, "git"),
      `#!/bin/sh\n/usr/bin/env >> '${environment}'\nexec '${realGit}' "$@"\n`,
    );
    chmodSync(join(traps, "git"), 0o755);
    vi.stubEnv("PATH", `.:${traps}`);
    vi.stubEnv("ANTHROPIC_API_KEY", "sk-ant-secret");
    vi.stubEnv("GITHUB_TOKEN", "ghs_secret");
    vi.stubEnv("INPUT_GITHUB-TOKEN", "ghs_secret");
    vi.stubEnv("GIT_EXTERNAL_DIFF", join(traps, "python"));
    vi.stubEnv("GIT_DIR", "/nowhere");
    const git = await open(repository);
    await git.readBlobs([(await git.listTree(head))[0]?.blob ?? ""], { each: 10, total: 10 });
    await git.diff(head, head);
    expect(existsSync(flag)).toBe(false);
    const seen = readFileSync(environment, "utf8");
    expect(seen).toContain("GIT_NO_LAZY_FETCH=1");
    expect(seen).not.toMatch(/secret|ANTHROPIC|GITHUB_|GIT_EXTERNAL_DIFF|PATH=\.:/);
  });
});
