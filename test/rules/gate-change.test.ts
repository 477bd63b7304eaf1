import { describe, expect, test } from "vitest";

import { escalate } from "../../src/escalation/escalate.ts";
import type { RuleContext } from "../../src/rules/rule.ts";
import { rules } from "../../src/rules/rules.ts";
import { ruleIdsOf, runRules } from "../../src/rules/run.ts";
import { parseConfiguration } from "../../src/settings/configuration.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import { say, writeSentence } from "../../src/text/sentence.ts";
import { changeSetOf, contextOf, type Files } from "../support/change.ts";

const configuration = ".github/coord-platform.yml";
const workflow = ".github/workflows/coord-platform.yml";
const gate =
  "on: pull_request\njobs:\n  gate:\n    name: coord-platform\n    runs-on: ubuntu-latest\n    steps:\n      - uses: acme/coord-platform@v1\n";
const gateFindings = (context: RuleContext) =>
  runRules(rules, context).filter(({ trigger }) => trigger === "gate-change");

/** Findings of the gate rules, judged by the configuration at the base tip (by default what `before` has). */
async function findings(before: Files, after: Files, base: Files = before) {
  const parsed = parseConfiguration(base[configuration] ?? "", ruleIdsOf(rules));
  const settings = parsed.ok ? parsed.settings : defaultSettings;
  const context = {
    ...(await contextOf(before, after, settings)),
    changeSet: changeSetOf(before, after, base),
  };
  const found = gateFindings(context);
  const { escalations } = escalate(found, rules, settings, "2026-01-05");
  return found.map((finding) => ({
    ...finding,
    state: escalations.find((escalation) => escalation.findings.includes(finding.id))?.state,
  }));
}
const states = async (...input: Parameters<typeof findings>) =>
  (await findings(...input)).map(({ subject, state }) => `${subject}: ${state}`);

describe("the change that installs the gate is only told", () => {
  const installation = {
    [workflow]: gate,
    [configuration]: "rules: { blocking-call: off }\n",
    ".github/identities/DBA.identity.md": "A card.",
    ".github/CODEOWNERS": "/.github/ @alice\n",
  };

  test("all of it", async () => {
    expect(await states({ "README.md": "" }, { "README.md": "", ...installation })).toEqual([
      "owners of the configuration: informed",
      "owners of the identity cards: informed",
      "owners of the workflow that runs the gate: informed",
      "configuration rules: informed",
      "identity card DBA: informed",
      "gate job gate: informed",
    ]);
  });

  test("code owners alone are no gate", async () => {
    const before = { ".github/CODEOWNERS": "* @alice\n" };
    expect(await states(before, { ...before, [workflow]: gate })).toEqual(["gate job gate: informed"]);
  });

  test("but not when the base tip has a gate by now, or a configuration", async () => {
    const before = { "README.md": "" };
    const after = { ...before, [configuration]: "rules: { blocking-call: off }\n" };
    expect(await states(before, after, { ...before, [workflow]: gate })).toEqual([
      "configuration rules: open",
    ]);
    expect(await states(before, { ...before, [workflow]: gate }, after)).toEqual(["gate job gate: open"]);
  });
});

describe("the configuration", () => {
  const told = async (before: string, after: string) =>
    (await findings({ [configuration]: before }, { [configuration]: after })).map(
      (finding) =>
        `${writeSentence(finding.message)} (${finding.before} → ${finding.after}, line ${finding.where.line})`,
    );

  test("one finding for each section, in the words of the file", async () => {
    const before = "async: { sync-endpoints: allow }\n";
    const after =
      "rules:\n  blocking-call: off\nescalation:\n  allow-contributors: true\nasync: { sync-endpoints: allow }\n";
    expect(await told(before, after)).toEqual([
      "The configuration of `escalation` changes: `escalation.allow-contributors` `false` → `true` (escalation.allow-contributors: false → escalation.allow-contributors: true, line 3)",
      'The configuration of `rules` changes: `rules.blocking-call` (not set) → `"off"` (null → rules.blocking-call: "off", line 1)',
    ]);
  });

  test("is said to be invalid at the head, with the reason and the line", async () => {
    const [finding] = await findings(
      { [configuration]: "rules: {}\n" },
      { [configuration]: "\nrulez: {}\n" },
    );
    expect(writeSentence(finding?.message ?? [])).toContain(
      "would not be valid: line 2: `rulez` is not a known key; did you mean `rules`?",
    );
    expect(finding).toMatchObject({ where: { line: 2 }, state: "open", decides: true });
  });

  test("names a rule that does not exist: invalid", async () => {
    const after = { [configuration]: "rules: { no-such-rule: off }\n" };
    expect(writeSentence((await findings({ [configuration]: "" }, after))[0]?.message ?? [])).toContain(
      "`rules.no-such-rule` is not a rule",
    );
  });

  test("is repaired", async () => {
    const found = await findings({ [configuration]: "rulez: {}\n" }, { [configuration]: "rules: {}\n" });
    expect(found.map(({ message }) => writeSentence(message))).toEqual([
      `The configuration \`${configuration}\` becomes valid`,
    ]);
  });

  test("another value in the same place is another fact", async () => {
    const ids = await Promise.all(
      ["off", "warning", "warning # why"].map(
        async (value) =>
          (
            await findings(
              { [configuration]: "" },
              { [configuration]: `rules:\n  blocking-call: ${value}\n` },
            )
          )[0]?.id,
      ),
    );
    expect(ids[0]).not.toBe(ids[1]);
    expect(ids[1]).toBe(ids[2]);
  });

  test("cannot lower what guards it", async () => {
    const parsed = parseConfiguration("rules: { configuration-changed: off }", ruleIdsOf(rules));
    expect(parsed.ok).toBe(false);
    const settings = { ...defaultSettings, rules: { "configuration-changed": "off" as const } };
    const context = await contextOf({ [configuration]: "" }, { "README.md": "" }, settings);
    expect(gateFindings(context).map(({ severity, decides }) => [severity, decides])).toEqual([
      ["error", true],
    ]);
  });
});

describe("the job", () => {
  test("that is renamed is one finding, not two", async () => {
    expect(await states({ [workflow]: gate }, { [workflow]: gate.replace("gate:", "check:") })).toEqual([
      "gate job gate: open",
    ]);
  });

  test("that a workflow makes unreadable is removed", async () => {
    const [finding] = await findings({ [workflow]: gate }, { [workflow]: `${gate}\n- : [` });
    expect(finding).toMatchObject({
      message: say`The job \`gate\`, which runs the gate, is removed or no longer uses the action`,
      after: null,
      where: { side: "before", line: 3 },
    });
  });

  test("says what changed in it", async () => {
    const after = gate
      .replace("    runs-on", "    continue-on-error: true\n    runs-on")
      .replace("@v1", "@v2");
    const [finding] = await findings({ [workflow]: gate }, { [workflow]: after });
    expect(finding).toMatchObject({
      message: say`The job \`gate\`, which runs the gate, changes: \`job.continue-on-error\` and \`job.steps.0.uses\``,
      before: 'job.steps.0.uses: "acme/coord-platform@v1"',
      after: 'job.continue-on-error: true; job.steps.0.uses: "acme/coord-platform@v2"',
    });
  });

  test("keeps its identity when the file moves at the same time", async () => {
    const changed = gate.replace("@v1", "@v2");
    const [stayed] = await findings({ [workflow]: gate }, { [workflow]: changed });
    const [moved] = await findings({ [workflow]: gate }, { ".github/workflows/other.yaml": changed });
    expect(moved?.id).toBe(stayed?.id);
  });
});

describe("the owners", () => {
  const card = ".github/identities/DBA.identity.md";
  const before = {
    [configuration]: "",
    [card]: "A card.",
    [workflow]: gate,
    ".github/CODEOWNERS": "/.github/ @alice\n",
  };

  test("of each part of the gate are one finding", async () => {
    const found = await findings(before, {
      ...before,
      ".github/CODEOWNERS": "/.github/ @alice\n/.github/workflows/ @bob\n",
    });
    expect(found.map(({ message, state }) => `${writeSentence(message)}: ${state}`)).toEqual([
      `The owners of the workflow that runs the gate change: \`${workflow}\` \`@alice\` → \`@bob\`: open`,
    ]);
  });

  test("that are taken away, line by line or with the file", async () => {
    expect(
      await states(before, { ...before, ".github/CODEOWNERS": "/.github/identities/\n/app/ @bob\n" }),
    ).toEqual([
      "owners of the configuration: open",
      "owners of the identity cards: open",
      "owners of the workflow that runs the gate: open",
    ]);
    const { ".github/CODEOWNERS": _, ...without } = before;
    expect(await states(before, without)).toHaveLength(3);
  });

  test("where there were none are only told", async () => {
    const { ".github/CODEOWNERS": _, ...without } = before;
    expect(await states(without, before)).toEqual([
      "owners of the configuration: informed",
      "owners of the identity cards: informed",
      "owners of the workflow that runs the gate: informed",
    ]);
  });

  test("in a file that GitHub reads first", async () => {
    const { ".github/CODEOWNERS": owners, ...rest } = before;
    const inRoot = { ...rest, CODEOWNERS: owners };
    expect(await states(inRoot, before)).toEqual([]);
    expect(await states(inRoot, { ...inRoot, ".github/CODEOWNERS": "* @bob\n" })).toHaveLength(3);
  });
});

describe("protected files", () => {
  const settings =
    "escalation:\n  protected:\n    'infra/**': escalate\n    'docs/**': inform\n    '**/*.md': inform\n";
  const before = { [configuration]: settings, "infra/a.md": "1", "docs/b.txt": "1", "src/c.txt": "1" };

  test("escalate or inform; the stricter of several globs holds; others are nothing", async () => {
    const after = { ...before, "infra/a.md": "2", "docs/b.txt": "2", "src/c.txt": "2" };
    expect(await states(before, after)).toEqual(["infra/a.md: open", "docs/b.txt: informed"]);
  });

  test("another content is another fact", async () => {
    const first = await findings(before, { ...before, "infra/a.md": "2" });
    const second = await findings(before, { ...before, "infra/a.md": "3" });
    expect(first[0]?.id).not.toBe(second[0]?.id);
  });

  test("what the head protects or no longer protects does not count", async () => {
    const after = { ...before, [configuration]: "", "infra/a.md": "2" };
    expect(await states(before, after)).toEqual(["configuration escalation: open", "infra/a.md: open"]);
  });
});
