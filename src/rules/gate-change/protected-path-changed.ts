import { say } from "../../text/sentence.ts";
import { minimatch } from "minimatch";

import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

export const protectedPathChanged = defineRule({
  id: "protected-path-changed",
  trigger: "gate-change",
  domain: null,
  severity: "error",
  confidence: "high",
  title: "A file that the configuration protects was changed",
  why: "`escalation.protected` names files that an authority wants to see whatever a change does to them: `escalate` waits for an acknowledgement, `inform` only tells. An acknowledgement holds for this content of the file: another push that touches it asks again.",
  fix: "Have an authority acknowledge it, or take the file out of this change.",
  *check({ changeSet, settings }): Iterable<FindingDraft> {
    const globs = Object.entries(settings.escalation.protected);
    for (const file of changeSet.files) {
      const paths = [...new Set([file.path, file.previousPath ?? file.path])];
      const effects = globs
        .filter(([glob]) =>
          paths.some((path) => minimatch(path, glob, { dot: true, nonegate: true, nocomment: true })),
        )
        .map(([, effect]) => effect);
      if (effects.length === 0) continue;
      const side = file.status === "removed" ? "before" : "after";
      const line = (side === "before" ? file.removedLines : file.addedLines)[0]?.start ?? 1;
      yield {
        subject: file.path,
        reaches: [],
        before: file.blobBefore,
        after: file.blobAfter,
        where: { path: file.path, line, endLine: line, side },
        message: say`\`${file.path}\` is protected by configuration and was ${file.status}`,
        fix: "Have an authority acknowledge it, or take the file out of this change.",
        severity: effects.includes("escalate") ? "error" : "info",
      };
    }
  },
});
