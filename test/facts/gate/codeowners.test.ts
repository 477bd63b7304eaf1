import { describe, expect, test } from "vitest";

import { ownsPath, owningLine, parseCodeowners, readCodeowners } from "../../../src/facts/gate/codeowners.ts";
import { snapshotOf } from "../../support/change.ts";

/** As `git check-ignore` (2.39) says of the same pattern in a .gitignore, but for `folder/*`, which means files only. */
describe("which paths a pattern owns", () => {
  test.each([
    ["*", ["a", "docs/b/c.md"], []],
    ["*.js", ["x.js", "a/b/x.js"], ["x.jsx"]],
    ["/docs/", ["docs/a.md", "docs/b/c.md"], ["src/docs/a.md", "docs"]],
    ["docs/", ["docs/a.md", "src/docs/a.md"], ["docs"]],
    ["docs/*", ["docs/a.md"], ["docs/b/c.md", "src/docs/a.md"]],
    ["/*", ["a"], ["docs/a.md"]],
    ["a/**", ["a/b", "a/b/c"], ["a"]],
    ["a/**/b", ["a/b", "a/c/b", "a/c/d/b", "a/b/z"], ["q/b"]],
    ["a/*/c", ["a/b/c"], ["a/b/b/c", "a/c"]],
    ["**/logs", ["build/logs/y/z", "logs/x"], ["blogs/x"]],
    ["/apps", ["apps", "apps/github/a"], ["src/apps/b"]],
    ["apps", ["apps/github/a", "src/apps/b"], ["apps2/b"]],
    ["a?c", ["abc", "abc/q"], ["ac", "abbc"]],
    [
      "/.github/workflows/*.yml",
      [".github/workflows/ci.yml"],
      [".github/coord-platform.yml", ".github/workflows/a/b.yml"],
    ],
    [".github/**", [".github/workflows/ci.yml", ".github/coord-platform.yml"], ["x/.github/a"]],
    ["/a*/", ["a/x", "abc/q/r"], ["a", "x/a/b"]],
  ])("%s", (pattern, owned, others) => {
    expect(owned.filter((path) => !ownsPath(pattern, path))).toEqual([]);
    expect(others.filter((path) => ownsPath(pattern, path))).toEqual([]);
  });
});

test("the last line that matches decides, also one that takes owners away", () => {
  const lines = parseCodeowners(
    "# people\n*  @acme/all\n/app/ @acme/app @bob # services\r\n/app/free/\n/with\\ space/ @carol\n",
  );
  const owners = (path: string) => owningLine({ path: "CODEOWNERS", blob: "", lines }, path);
  expect(owners("README.md")).toEqual({ pattern: "*", owners: ["@acme/all"], line: 2 });
  expect(owners("app/x.py")).toEqual({ pattern: "/app/", owners: ["@acme/app", "@bob"], line: 3 });
  expect(owners("app/free/x.py")).toEqual({ pattern: "/app/free/", owners: [], line: 4 });
  expect(owners("with space/x")?.owners).toEqual(["@carol"]);
  expect(owningLine(null, "README.md")).toBeNull();
});

test("GitHub looks in .github, then in the root, then in docs", () => {
  const files = { "docs/CODEOWNERS": "* @c", CODEOWNERS: "* @b", ".github/CODEOWNERS": "* @a" };
  expect(readCodeowners(snapshotOf(files))?.path).toBe(".github/CODEOWNERS");
  expect(readCodeowners(snapshotOf({ "docs/CODEOWNERS": "* @c", CODEOWNERS: "" }))).toMatchObject({
    path: "CODEOWNERS",
    lines: [],
  });
  expect(readCodeowners(snapshotOf({ "docs/CODEOWNERS": "* @c" }))?.path).toBe("docs/CODEOWNERS");
  expect(readCodeowners(snapshotOf({ "README.md": "" }))).toBeNull();
});

test("no line is expensive", () => {
  const started = performance.now();
  for (const unit of ["*", "*a", "**/", "a/", "?", "\\ "]) {
    const text = `${unit.repeat(900 / unit.length)}b @x\n`.repeat(500);
    owningLine(
      { path: "", blob: "", lines: parseCodeowners(text) },
      `.github/workflows/${"a".repeat(200)}.yml`,
    );
  }
  parseCodeowners(" ".repeat(1_000_000));
  expect(performance.now() - started).toBeLessThan(3_000);
});
