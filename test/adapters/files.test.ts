import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { afterEach, expect, test } from "vitest";

import { writeTextFile } from "../../src/adapters/files.ts";
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
