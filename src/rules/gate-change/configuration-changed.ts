import { differencesOf, sideText, type Difference } from "../../changes/difference.ts";
import { parseConfiguration, type RuleIds } from "../../settings/configuration.ts";
import { defaultSettings } from "../../settings/defaults.ts";
import type { Settings } from "../../settings/settings.ts";
import type { Snapshot } from "../../source/snapshot.ts";
import { fingerprint } from "../../text/canonical.ts";
import { capped, list } from "../../text/words.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { agree, gateSeverity } from "./installed.ts";

export const configurationChanged = defineRule({
  id: "configuration-changed",
  trigger: "gate-change",
  domain: null,
  severity: "error",
  confidence: "high",
  title: "The configuration of the gate says something else",
  why: "The configuration decides what is looked at, how severe it is and who may accept it. A change is judged by the configuration at the base branch, so its own edit takes effect after the merge: that is when somebody should have agreed to it. What counts is the meaning: formatting, comments and values that are the default anyway are no change.",
  fix: "Have an authority acknowledge it. A change of the configuration is best a pull request of its own, so that nothing else waits for it.",
  *check(context, ruleIds): Iterable<FindingDraft> {
    const { before, after } = context.changeSet;
    const { path } = context.settings;
    const old = readMeaning(before, path, ruleIds);
    const fresh = readMeaning(after, path, ruleIds);
    if (old.key === fresh.key) return;
    const severity = gateSeverity(context);
    const place = { path, line: 1, endLine: 1 } as const;
    const whole = { subject: "configuration", reaches: [], fix: agree, severity };
    if (fresh.kind === "invalid") {
      yield {
        ...whole,
        before: old.kind,
        after: `invalid ${fingerprint(fresh.key)}`,
        where: { ...place, line: fresh.line, endLine: fresh.line, side: "after" },
        message: say`\`${path}\` would not be valid: ${fresh.why}; after the merge nothing could be evaluated`,
        fix: "Correct the configuration: the report names the line and what is allowed.",
      };
      return;
    }
    const differences = differencesOf(meaningOf(old), meaningOf(fresh)).map((difference) => ({
      ...difference,
      path: asWritten(difference.path),
    }));
    if (old.kind === "invalid" || fresh.kind === "absent") {
      yield {
        ...whole,
        before: old.kind === "invalid" ? "invalid" : (sideText(differences, "before") ?? "default"),
        after: fresh.kind === "absent" ? null : (sideText(differences, "after") ?? "default"),
        where: { ...place, side: fresh.kind === "absent" ? "before" : "after" },
        message:
          fresh.kind === "absent"
            ? say`The configuration \`${path}\` is removed: the defaults hold`
            : say`The configuration \`${path}\` becomes valid`,
      };
      return;
    }
    for (const [section, changed] of bySection(differences)) {
      yield {
        ...whole,
        subject: `configuration ${section}`,
        before: sideText(changed, "before"),
        after: sideText(changed, "after"),
        where: { ...place, ...lineOf(fresh.text, section), side: "after" },
        message: say`The configuration of \`${section}\` changes: ${described(changed)}`,
      };
    }
  },
});

/** `key` is equal where nothing can differ. */
type Meaning =
  | { readonly kind: "absent"; readonly key: string; readonly text: "" }
  | { readonly kind: "valid"; readonly key: string; readonly text: string; readonly settings: Settings }
  | { readonly kind: "invalid"; readonly key: string; readonly why: string; readonly line: number };

function readMeaning(snapshot: Snapshot, path: string, ruleIds: RuleIds): Meaning {
  const entry = snapshot.entries.get(path);
  if (entry === undefined) return { kind: "absent", key: "", text: "" };
  const key = `${entry.mode} ${entry.blob}`;
  const file = snapshot.read(path);
  if (file.kind === "unread")
    return { kind: "invalid", key, why: `it cannot be read (${file.reason})`, line: 1 };
  const result = parseConfiguration(file.text, ruleIds, path);
  if (result.ok) return { kind: "valid", key, text: file.text, settings: result.settings };
  const [error] = result.errors;
  const line = error?.line ?? 1;
  return { kind: "invalid", key, why: `line ${line}: ${error?.message ?? "it cannot be read"}`, line };
}

function meaningOf(meaning: Meaning): Omit<Settings, "path"> {
  const { path: _, ...rest } = meaning.kind === "valid" ? meaning.settings : defaultSettings;
  return rest;
}

function bySection(differences: readonly Difference[]): ReadonlyMap<string, readonly Difference[]> {
  const sections = new Map<string, readonly Difference[]>();
  for (const difference of differences) {
    const section = difference.path.split(".")[0] ?? "";
    sections.set(section, [...(sections.get(section) ?? []), difference]);
  }
  return sections;
}

/** Keys of the settings that the file spells otherwise. */
const spellings = new Map([
  ["includeInSchema", "include_in_schema"],
  ["assumeLarge", "assume-large"],
  ["syncEndpoints", "sync-endpoints"],
  ["minRole", "min-role"],
  ["allowContributors", "allow-contributors"],
  ["strictAuthors", "strict-authors"],
  ["requireReason", "require-reason"],
  ["plainApproval", "plain-approval"],
]);

/** The path as the user knows it: identities must not hang on names of our code. */
function asWritten(path: string): string {
  return path
    .split(".")
    .map((key) => spellings.get(key) ?? key)
    .join(".");
}

/** Sections have the same names in the file. */
function lineOf(text: string, section: string): { readonly line: number; readonly endLine: number } {
  const index = text.split("\n").findIndex((line) => line.startsWith(`${section}:`));
  const line = Math.max(index, 0) + 1;
  return { line, endLine: line };
}

function described(differences: readonly Difference[]): string {
  const { shown, more } = capped(differences, 3);
  const items = shown.map(
    ({ path, before, after }) => `\`${path}\` ${valueText(before)} → ${valueText(after)}`,
  );
  return list([...items, ...(more === 0 ? [] : [`${more} more`])]);
}

function valueText(value: unknown): string {
  if (value === undefined) return "(not set)";
  const text = JSON.stringify(value);
  return `\`${text.length > 60 ? `${text.slice(0, 60)}…` : text}\``;
}
