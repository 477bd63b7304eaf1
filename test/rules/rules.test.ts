import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import { describe, expect, test } from "vitest";

import { rules } from "../../src/rules/rules.ts";
import { runRules } from "../../src/rules/run.ts";
import { contextOf, type Files } from "../support/change.ts";

const folder = import.meta.dirname;

/**
 * Each rule has `test/rules/<rule-id>/{bad,good}/{before,after}/…`, tiny repositories. `bad` gives exactly this rule's
 * finding, `good` gives none of it; further near misses are `good-<name>`, further hits `bad-<name>`.
 */
describe.each(rules.map((rule) => [rule.id, rule] as const))("%s", (id, rule) => {
  const cases = existsSync(join(folder, id)) ? readdirSync(join(folder, id)).sort() : [];

  test("has a bad and a good example", () => {
    expect(cases).toContain("bad");
    expect(cases).toContain("good");
  });

  test.each(cases)("%s", async (name) => {
    const before = filesIn(join(folder, id, name, "before"));
    const after = filesIn(join(folder, id, name, "after"));
    const findings = runRules(rules, await contextOf(before, after));
    const own = findings.filter((finding) => finding.rule === id);
    if (name.startsWith("bad")) {
      expect(own).toHaveLength(1);
      // Nothing else that could decide: the example is about this rule alone.
      expect(findings.filter((finding) => finding.decides && finding.rule !== id)).toEqual([]);
      expect(own[0]?.severity).toBe(rule.severity);
    } else {
      expect(own).toEqual([]);
    }
  });
});

function filesIn(root: string): Files {
  if (!existsSync(root)) return {};
  const files: Record<string, string> = {};
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const path = join(root, name);
    if (statSync(path).isFile())
      files[relative(root, path).replaceAll("\\", "/")] = readFileSync(path, "utf8");
  }
  return files;
}
