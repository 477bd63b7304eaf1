import { describe, expect, test } from "vitest";

import type { FileChange } from "../../src/ports/git.ts";
import type { ChangeSet } from "../../src/source/change-set.ts";
import { selectHunks } from "../../src/specialists/hunks.ts";
import { changeSetOf } from "../support/change.ts";

const lines = (...numbers: readonly number[]) => numbers.map((line) => `line ${line}`).join("\n");
const ten = lines(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

/** The change set of a file whose changed lines are given, as git would name them. */
function changed(before: string, after: string, ranges: Partial<FileChange>): ChangeSet {
  const set = changeSetOf({ "app/a.py": before }, { "app/a.py": after });
  return { ...set, files: set.files.map((file) => ({ ...file, ...ranges })) };
}

const all = { budget: 10_000, maxFiles: 10 };
const nothing: ReadonlySet<string> = new Set();

describe("the lines of one file", () => {
  test("three lines around what was added; removed lines as they stood", () => {
    const set = changed(ten, ten.replace("line 5", "line five"), {
      removedLines: [{ start: 5, end: 5 }],
      addedLines: [{ start: 5, end: 5 }],
    });
    expect(selectHunks(set, ["app/a.py"], nothing, all).hunks).toEqual([
      {
        path: "app/a.py",
        text: [
          "before (removed lines are marked -):",
          "- 5: line 5",
          "after (added lines are marked +):",
          "  2: line 2",
          "  3: line 3",
          "  4: line 4",
          "+ 5: line five",
          "  6: line 6",
          "  7: line 7",
          "  8: line 8",
        ].join("\n"),
      },
    ]);
  });

  test("ranges that meet stay marked, gaps are shown", () => {
    const set = changed("", ten, {
      removedLines: [],
      addedLines: [
        { start: 1, end: 1 },
        { start: 3, end: 3 },
        { start: 10, end: 10 },
      ],
    });
    expect(selectHunks(set, ["app/a.py"], nothing, all).hunks[0]?.text.split("\n")).toEqual([
      "after (added lines are marked +):",
      "+ 1: line 1",
      "  2: line 2",
      "+ 3: line 3",
      "  4: line 4",
      "  5: line 5",
      "  6: line 6",
      "  7: line 7",
      "  8: line 8",
      "  9: line 9",
      "+ 10: line 10",
    ]);
    const apart = changed(lines(...Array.from({ length: 30 }, (_, index) => index)), ten, {
      removedLines: [
        { start: 2, end: 2 },
        { start: 20, end: 20 },
      ],
      addedLines: [],
    });
    expect(selectHunks(apart, ["app/a.py"], nothing, all).hunks[0]?.text).toContain("\n…\n");
  });

  test("a removed file is its removed lines; a rename without a change is nothing", () => {
    const gone = changeSetOf({ "app/a.py": "route" }, {});
    expect(selectHunks(gone, ["app/a.py"], nothing, all).hunks[0]?.text).toBe(
      "before (removed lines are marked -):\n- 1: route",
    );
    const moved = changed(ten, `${ten}\n`, { removedLines: [], addedLines: [], status: "renamed" });
    expect(selectHunks(moved, ["app/a.py"], nothing, all)).toEqual({ hunks: [], notSent: [] });
  });
});

describe("which files", () => {
  const files = {
    "app/a.py": "a = 1",
    "app/b.py": "b = 1",
    "app/c.py": "c = 1",
    ".env.py": "KEY",
    "app/key.pem": "x",
  };
  const set = changeSetOf({}, files);
  const paths = Object.keys(files);

  test("those with findings first, secret ones never", () => {
    const { hunks, notSent } = selectHunks(set, paths, new Set(["app/c.py"]), all);
    expect(hunks.map(({ path }) => path)).toEqual(["app/c.py", "app/a.py", "app/b.py"]);
    expect(notSent).toEqual([".env.py", "app/key.pem"]);
  });

  test("a secret file stays secret when it is renamed", () => {
    const renamed = {
      ...set,
      files: set.files
        .filter((file) => file.path === "app/a.py")
        .map((file) => ({ ...file, previousPath: "deploy/.env" })),
    };
    expect(selectHunks(renamed, paths, nothing, all)).toEqual({ hunks: [], notSent: ["app/a.py"] });
  });

  test("no more than the card allows, and who is left out is named", () => {
    const { hunks, notSent } = selectHunks(set, ["app/a.py", "app/b.py"], nothing, {
      budget: 10_000,
      maxFiles: 1,
    });
    expect(hunks.map(({ path }) => path)).toEqual(["app/a.py"]);
    expect(notSent).toEqual(["app/b.py"]);
  });

  test("a long file is cut at a line, and named as not shown in full", () => {
    const long = changeSetOf({}, { "app/a.py": "x = 1\n".repeat(1_000), "app/b.py": "b = 1" });
    const { hunks, notSent } = selectHunks(long, ["app/a.py", "app/b.py"], nothing, {
      budget: 4_000,
      maxFiles: 9,
    });
    expect(notSent).toEqual(["app/a.py"]);
    expect(hunks[0]?.text).toMatch(/\n\+ \d+: x = 1\n\[cut: \d+ more characters\]$/);
    expect(hunks[1]).toEqual({ path: "app/b.py", text: "after (added lines are marked +):\n+ 1: b = 1" });
    expect(hunks.map(({ text }) => text).join("").length).toBeLessThan(4_100);
  });

  test("what cannot be read is named", () => {
    const unread: ChangeSet = {
      ...set,
      after: { ...set.after, read: () => ({ kind: "unread", reason: "binary" }) },
    };
    expect(selectHunks(unread, ["app/a.py"], nothing, all)).toEqual({ hunks: [], notSent: ["app/a.py"] });
  });
});
