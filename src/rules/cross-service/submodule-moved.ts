import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

const submodule = "160000";

export const submoduleMoved = defineRule({
  id: "submodule-moved",
  trigger: "cross-service",
  informs: true,
  domain: "BACKEND",
  severity: "info",
  confidence: "high",
  title: "A submodule points to another commit",
  why: "What a submodule holds is not part of this change's diff: moving its pointer brings in code that nobody sees here.",
  fix: "Nothing to do. Review the range of commits in the submodule's own repository.",
  *check({ changeSet }): Iterable<FindingDraft> {
    for (const file of changeSet.files) {
      const before = file.modeBefore === submodule ? file.blobBefore : null;
      const after = file.modeAfter === submodule ? file.blobAfter : null;
      if (before === after) continue;
      const from = before === null ? "is added at" : say`moves from \`${before.slice(0, 12)}\` to`;
      yield {
        subject: `submodule ${file.path}`,
        reaches: [],
        before,
        after,
        where: { path: file.path, line: 1, endLine: 1, side: after === null ? "before" : "after" },
        message:
          after === null
            ? say`The submodule \`${file.path}\` is removed`
            : say`The submodule \`${file.path}\` ${from} \`${after.slice(0, 12)}\`; its contents are not part of this review`,
        fix: "Review the range of commits in the submodule's repository.",
      };
    }
  },
});
