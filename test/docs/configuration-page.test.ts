import { readFileSync } from "node:fs";
import { join } from "node:path";

import { expect, test } from "vitest";

import { rules } from "../../src/rules/rules.ts";
import { ruleIdsOf } from "../../src/rules/run.ts";
import { parseConfiguration } from "../../src/settings/configuration.ts";

test("the example of docs/configuration.md is a valid configuration", () => {
  const page = readFileSync(join(import.meta.dirname, "..", "..", "docs", "configuration.md"), "utf8");
  const example = /^```yaml\n([\s\S]*?)^```$/m.exec(page)?.[1] ?? "";
  expect(parseConfiguration(example, ruleIdsOf(rules))).toMatchObject({ ok: true });
});
