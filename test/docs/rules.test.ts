import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { afterAll, expect, test } from "vitest";

import { ruleLine, rulePage, type RuleExample } from "../../src/rules/page.ts";
import { rules } from "../../src/rules/rules.ts";

// `npm run docs` writes these pages: they are file snapshots.
const pages = join(import.meta.dirname, "..", "..", "docs", "rules");
const examples = join(import.meta.dirname, "..", "rules");
const empty = mkdtempSync(join(tmpdir(), "coord-platform-"));
afterAll(() => rmSync(empty, { recursive: true, force: true }));

test.each(rules.map((rule) => [rule.id, rule] as const))(
  "docs/rules/%s.md is what the rule says",
  async (id, rule) => {
    const page = rulePage(rule, { bad: example(id, "bad"), good: example(id, "good") });
    await expect(page).toMatchFileSnapshot(join(pages, `${id}.md`));
  },
);

test("the catalogue lists every rule", async () => {
  const lines = [
    "# Rules",
    "",
    "| Rule | What | Serves | Severity |",
    "|---|---|---|---|",
    ...rules.map(ruleLine),
    "",
  ];
  await expect(lines.join("\n")).toMatchFileSnapshot(join(pages, "README.md"));
});

test("no page is left of a rule that is gone", () => {
  const known = new Set([...rules.map((rule) => `${rule.id}.md`), "README.md"]);
  expect(readdirSync(pages).filter((name) => !known.has(name))).toEqual([]);
});

function example(id: string, name: "bad" | "good"): RuleExample {
  const configured = (side: string) => {
    const path = join(examples, id, name, side, ".github", "coord-platform.yml");
    return existsSync(path) ? readFileSync(path, "utf8") : null;
  };
  const configuration = configured("before");
  return {
    diff: diffOf(id, name),
    configuration: configuration !== null && configuration === configured("after") ? configuration : null,
  };
}

/** The example as a diff, without the header lines that nobody reads. */
function diffOf(id: string, name: "bad" | "good"): string {
  const side = (folder: string) => (existsSync(join(examples, id, name, folder)) ? folder : empty);
  const options = [
    "--no-index",
    "--no-ext-diff",
    "--no-textconv",
    "--no-color",
    "--no-renames",
    "--src-prefix=",
    "--dst-prefix=",
  ];
  const result = spawnSync(
    "git",
    ["-c", "core.autocrlf=false", "diff", ...options, side("before"), side("after")],
    {
      cwd: join(examples, id, name),
      encoding: "utf8",
    },
  );
  return result.stdout
    .split("\n")
    .filter((line) => !/^(?:diff --git|index |new file mode|deleted file mode|old mode|new mode)/.test(line))
    .map((line) => line.replace(/^(--- |\+\+\+ )(?:before|after)\//, "$1"))
    .join("\n");
}
