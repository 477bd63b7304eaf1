import { owningLine, readCodeowners, type Codeowners } from "../../facts/gate/codeowners.ts";
import { readGateJobs } from "../../facts/gate/jobs.ts";
import { shortText } from "../../changes/difference.ts";
import { say, type Sentence } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule, type RuleContext } from "../rule.ts";
import { agree, gateSeverity } from "./installed.ts";

export const codeownersChanged = defineRule({
  id: "codeowners-changed",
  trigger: "gate-change",
  domain: null,
  severity: "error",
  confidence: "high",
  title: "Other people own the files that make up the gate",
  why: "Where code owners have to approve, CODEOWNERS decides who may change the configuration, the identity cards and the workflow that runs the gate. What counts is who owns these files in the end, not which line says so; lines about other files do not count. Owners where there were none are only told.",
  fix: "Have an authority acknowledge it, or leave the lines that cover `/.github/` as they are.",
  *check(context): Iterable<FindingDraft> {
    const before = readCodeowners(context.changeSet.before);
    const after = readCodeowners(context.changeSet.after);
    if (before?.path === after?.path && before?.blob === after?.blob) return;
    let severity: FindingDraft["severity"];
    for (const [what, paths] of guardedFiles(context)) {
      const changed = paths
        .map((path) => ({ path, old: ownersOf(before, path), fresh: ownersOf(after, path) }))
        .filter(({ old, fresh }) => old !== fresh);
      const [first] = changed;
      if (first === undefined) continue;
      severity ??= gateSeverity(context);
      const tightened = changed.every(({ old }) => old === null);
      const line = owningLine(after, first.path)?.line ?? 1;
      const side = after === null ? "before" : "after";
      yield {
        subject: `owners of ${what}`,
        reaches: [],
        before: together(changed.map(({ old }) => old)),
        after: together(changed.map(({ fresh }) => fresh)),
        where: { path: (after ?? before)?.path ?? "", line, endLine: line, side },
        message: say`The owners of ${what} change: \`${first.path}\` ${said(first.old)} → ${said(first.fresh)}`,
        fix: agree,
        severity: tightened ? "info" : severity,
      };
    }
  },
});

/** What makes up the gate, by what it is called. Cards and configuration count even where none exists yet. */
function guardedFiles({ changeSet, settings }: RuleContext): ReadonlyMap<string, readonly string[]> {
  const folder = `${settings.specialists.folder}/`;
  const sides = [changeSet.before, changeSet.after];
  const cards = sides.flatMap(({ entries }) => [...entries.keys()].filter((path) => path.startsWith(folder)));
  const workflows = sides.flatMap((side) => readGateJobs(side).jobs.map(({ path }) => path));
  return new Map([
    ["the configuration", [settings.path]],
    ["the identity cards", [...new Set([`${folder}COORD_PLATFORM.identity.md`, ...cards])].sort()],
    ["the workflow that runs the gate", [...new Set(workflows)].sort()],
  ]);
}

/** Owners in order of the alphabet; null for a file that nobody owns. */
function ownersOf(codeowners: Codeowners | null, path: string): string | null {
  const owners = owningLine(codeowners, path)?.owners ?? [];
  return owners.length === 0
    ? null
    : [...new Set(owners.map((owner) => owner.toLowerCase()))].sort().join(" ");
}

function together(owners: readonly (string | null)[]): string | null {
  const texts = [...new Set(owners.map((each) => each ?? "nobody"))].sort();
  return texts.join() === "nobody" ? null : shortText(texts.join("; "));
}

function said(owners: string | null): Sentence | string {
  return owners === null ? "nobody" : say`\`${owners.length > 100 ? `${owners.slice(0, 100)}…` : owners}\``;
}
