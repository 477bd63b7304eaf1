import type { Snapshot } from "../../source/snapshot.ts";
import { fingerprint } from "../../text/canonical.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";
import { agree, gateSeverity } from "./installed.ts";

export const identitiesChanged = defineRule({
  id: "identities-changed",
  trigger: "gate-change",
  domain: null,
  severity: "error",
  confidence: "high",
  title: "An identity card of the repository says something else",
  why: "The repository's own identity cards tell the specialists what to look for, what to escalate and what never to do. A review that a change can reword is none. Cards are read at the base branch, so the edit takes effect after the merge; white space and line breaks are no change.",
  fix: "Have an authority acknowledge it. A change of the cards is best a pull request of its own.",
  *check(context): Iterable<FindingDraft> {
    const { before, after } = context.changeSet;
    const folder = `${context.settings.specialists.folder}/`;
    const paths = [...new Set([...before.entries.keys(), ...after.entries.keys()])]
      .filter((path) => path.startsWith(folder))
      .sort();
    let severity: FindingDraft["severity"];
    for (const path of paths) {
      const old = meaningOf(before, path);
      const fresh = meaningOf(after, path);
      if (old === fresh) continue;
      severity ??= gateSeverity(context);
      const name = nameOf(path.slice(folder.length));
      const what = old === null ? "is added" : fresh === null ? "is removed" : "says something else";
      yield {
        subject: `identity card ${name}`,
        reaches: [],
        before: old,
        after: fresh,
        where: { path, line: 1, endLine: 1, side: fresh === null ? "before" : "after" },
        message: say`The identity card \`${name}\` ${what}`,
        fix: agree,
        severity,
      };
    }
  },
});

/** A fingerprint of the words, or of the content where it is no text; null where there is no such file. */
function meaningOf(snapshot: Snapshot, path: string): string | null {
  const entry = snapshot.entries.get(path);
  if (entry === undefined) return null;
  const file = snapshot.read(path);
  if (file.kind === "unread") return `content ${fingerprint([entry.mode, entry.blob])}`;
  return `text ${fingerprint(file.text.split(/\s/).filter((word) => word !== ""))}`;
}

/** `DBA.identity.md` → `DBA`. */
function nameOf(path: string): string {
  return path.replace(/(?:\.identity)?\.md$/, "");
}
