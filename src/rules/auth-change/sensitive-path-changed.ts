import { say } from "../../text/sentence.ts";
import { minimatch } from "minimatch";

import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

export const sensitivePathChanged = defineRule({
  id: "sensitive-path-changed",
  trigger: "auth-change",
  domain: "BACKEND",
  severity: "error",
  confidence: "high",
  title: "A file that the configuration calls security-sensitive was changed",
  why: "What the code of authentication does cannot be read off the contract. The files named in `auth.paths` are therefore looked at by an authority, whatever changed in them.",
  fix: "Have the change agreed, or take it into a change of its own.",
  *check({ changeSet, settings }): Iterable<FindingDraft> {
    for (const file of changeSet.files) {
      const paths = [...new Set([file.path, file.previousPath ?? file.path])];
      const sensitive = paths.find((path) =>
        settings.auth.paths.some((glob) => minimatch(path, glob, { dot: true })),
      );
      if (sensitive === undefined) continue;
      const side = file.status === "removed" ? "before" : "after";
      const line = (side === "before" ? file.removedLines : file.addedLines)[0]?.start ?? 1;
      yield {
        subject: sensitive,
        reaches: [],
        before: file.blobBefore,
        after: file.blobAfter,
        where: { path: file.path, line, endLine: line, side },
        message: say`\`${sensitive}\` is security-sensitive by configuration and was ${file.status}`,
        fix: "Have the change agreed.",
      };
    }
  },
});
