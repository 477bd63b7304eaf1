import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";
import { parse } from "yaml";

import { inputDefaults } from "../../src/action/inputs.ts";
import { constraints, triggers } from "../../src/rules/finding.ts";
import { rules } from "../../src/rules/rules.ts";

const root = join(import.meta.dirname, "..", "..");

describe("rules", () => {
  const folder = join(root, "src", "rules");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => path.includes("/"));
  const families: readonly string[] = [...constraints, ...triggers, "advice", "unknown"];

  test("each rule file is named by its rule and stands in the family that it serves", () => {
    for (const rule of rules) {
      const own = files.filter((path) => path.endsWith(`/${rule.id}.ts`));
      expect(own, rule.id).toHaveLength(1);
      const family = own[0]?.split("/")[0] ?? "";
      expect(families, rule.id).toContain(family);
      if (rule.constraint !== null || rule.trigger !== null) {
        expect([rule.constraint, rule.trigger], rule.id).toContain(family);
      }
    }
  });

  test("the list is in alphabetical order and without duplicates", () => {
    const ids = rules.map((rule) => rule.id);
    expect(ids).toEqual([...new Set(ids)].sort());
  });

  test.each([...constraints])("%s is decided by a rule", (constraint) => {
    expect(rules.filter((rule) => rule.constraint === constraint && rule.severity === "error")).not.toEqual(
      [],
    );
  });

  test.each([...triggers])("%s is decided by a rule", (trigger) => {
    expect(rules.filter((rule) => rule.trigger === trigger && rule.severity === "error")).not.toEqual([]);
  });

  test("what only informs cannot decide, and texts are sentences", () => {
    for (const rule of rules) {
      if (rule.informs) expect(rule.severity, rule.id).not.toBe("error");
      expect(rule.title.endsWith("."), rule.id).toBe(false);
      expect(rule.why.length, rule.id).toBeGreaterThan(40);
      expect(rule.fix.length, rule.id).toBeGreaterThan(20);
    }
  });
});

describe("action.yml", () => {
  const action = parse(readFileSync(join(root, "action.yml"), "utf8"));

  test("has the inputs and defaults of the code", () => {
    const declared = Object.fromEntries(
      Object.entries<{ default: string }>(action.inputs).map(([name, input]) => [name, input.default]),
    );
    expect(declared).toEqual(inputDefaults);
  });

  test("runs the committed bundle on the hosted runner's Node and calls no other action", () => {
    expect(action.runs).toEqual({ using: "node24", main: "dist/index.js" });
  });
});

describe("committed text", () => {
  test("the README's tables name every input and output", () => {
    const readme = readFileSync(join(root, "README.md"), "utf8");
    const action = parse(readFileSync(join(root, "action.yml"), "utf8"));
    for (const [name, input] of Object.entries<{ default: string; description: string }>(action.inputs)) {
      const value = input.default === "" ? "empty" : `\`${input.default}\``;
      expect(readme).toContain(`| \`${name}\` | ${value} | ${input.description} |`);
    }
    for (const [name, output] of Object.entries<{ description: string }>(action.outputs)) {
      expect(readme).toContain(`| \`${name}\` | ${output.description} |`);
    }
  });
});
