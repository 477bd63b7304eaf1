import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

import { afterEach, describe, expect, test } from "vitest";

import { findFiles, writeTextFile } from "../../src/adapters/files.ts";
import { folderSnapshot, namedPaths } from "../../src/adapters/folder-snapshot.ts";
import { removeTemporaryFolders, temporaryFolder } from "../support/repository.ts";

afterEach(removeTemporaryFolders);

test("a result is written into folders that are made for it", () => {
  const path = join(temporaryFolder("files"), "a", "b", "report.json");
  writeTextFile(path, "{}\n");
  writeTextFile(path, "[]\n");
  expect(readFileSync(path, "utf8")).toBe("[]\n");
});

test("a part of the path that is a file is said", () => {
  const path = join(temporaryFolder("files"), "a");
  writeTextFile(path, "");
  expect(() => writeTextFile(join(path, "b"), "")).toThrow(
    "can't be written: a part of its path is not a folder",
  );
});

test.runIf(existsSync("/proc/self"))("a folder that can't be made below /proc is said, too", () => {
  // Node's `mkdir` with `recursive` never comes back from here.
  expect(() => writeTextFile("/proc/coord-platform/report.json", "")).toThrow("can't be written");
});

describe("files that match globs", () => {
  const folder = () => {
    const root = temporaryFolder("globs");
    for (const path of ["a.json", "k6/b.json", "k6/deep/c.json", "node_modules/d.json", "other/e.csv"]) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), "");
    }
    symlinkSync(join(root, "k6"), join(root, "linked"));
    return root;
  };

  test.each([
    [["*.json"], ["a.json"]],
    [["./k6/*.json"], ["k6/b.json"]],
    [
      ["k6/**/*.json", "**/*.csv"],
      ["k6/b.json", "k6/deep/c.json", "other/e.csv"],
    ],
    [["**/*.json"], ["a.json", "k6/b.json", "k6/deep/c.json"]],
    [["a.json", "a.json"], ["a.json"]],
    [["k6/deep/c.json"], ["k6/deep/c.json"]],
    [["nowhere/*.json"], []],
    [["../*/a.json"], []],
    [["a.json/*"], []],
    [[], []],
  ])("%j", (globs, expected) => {
    const root = folder();
    expect(findFiles(root, globs)).toEqual(expected.map((path) => join(root, path)));
  });
});

test("a file that is too large to be analysed is not read", () => {
  const root = temporaryFolder("large");
  writeFileSync(join(root, "large.sql"), " ".repeat(2 ** 20 + 1));
  writeFileSync(join(root, "small.sql"), "SELECT 1;");
  const named = namedPaths(root, [root]);
  if (named === null) throw new Error("lies inside");
  const snapshot = folderSnapshot(root, named);
  expect(snapshot.read("large.sql")).toEqual({ kind: "unread", reason: "too-large" });
  expect(snapshot.read("small.sql")).toEqual({ kind: "text", text: "SELECT 1;" });
});
