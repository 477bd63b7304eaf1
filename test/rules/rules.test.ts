import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";

import { describe, expect, test } from "vitest";

import { readMeasurements } from "../../src/facts/measurements/read.ts";
import type { RuleContext } from "../../src/rules/rule.ts";
import { rules } from "../../src/rules/rules.ts";
import { ruleIdsOf, runRules } from "../../src/rules/run.ts";
import { parseConfiguration } from "../../src/settings/configuration.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import { contextOf, type Files } from "../support/change.ts";

const folder = import.meta.dirname;

/**
 * Each rule has `test/rules/<rule-id>/{bad,good}/{before,after}/…`, tiny repositories. `bad` gives exactly this rule's
 * finding, `good` gives none of it; further near misses are `good-<name>`, further hits `bad-<name>`.
 * A configuration in `before/.github/coord-platform.yml` holds; `sla-results/` and `sla-baseline/` beside `before` are
 * what the workflow measured; a file that reads `Subproject commit <id>` is a submodule.
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
    const findings = runRules(rules, await exampleContext(join(folder, id, name), before, after));
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

async function exampleContext(root: string, before: Files, after: Files): Promise<RuleContext> {
  const configuration = parseConfiguration(before[defaultSettings.path] ?? "", ruleIdsOf(rules));
  if (!configuration.ok) throw new Error(configuration.errors.map((error) => error.message).join("; "));
  const measured = (name: string) =>
    readMeasurements(Object.entries(filesIn(join(root, name))).map(([path, text]) => ({ path, text })));
  return {
    ...(await contextOf(before, after, configuration.settings)),
    measurements: { head: measured("sla-results"), base: measured("sla-baseline") },
  };
}

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
