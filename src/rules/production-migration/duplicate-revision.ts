import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { revisionRule } from "./migration-rule.ts";
import { environmentAt } from "./base-heads.ts";

export const duplicateRevision = revisionRule({
  id: "duplicate-revision",
  title: "Two revisions have the same id",
  why: "Alembic takes one of the two files and leaves the other out, with no more than a warning: which one is not for you to choose. It happens when a revision is copied, or when two branches number theirs by hand.",
  fix: "Give the new revision an id of its own (`alembic revision` makes one), in the file and in what names it.",
  *check({ before, mergedRevisions }): Iterable<FindingDraft> {
    for (const environment of mergedRevisions.environments) {
      const old = environmentAt(environment.path, before.revisions.environments);
      const known = new Set(old?.duplicates.map((revision) => revision.id));
      for (const revision of environment.duplicates) {
        if (known.has(revision.id)) continue;
        const other = environment.revisions.get(revision.id);
        yield {
          subject: `revision ${revision.id}`,
          reaches: [],
          before: null,
          after: "two files",
          where: { ...revision.where, side: "after" },
          message: say`The id \`${revision.id}\` stands in two files${other === undefined ? "" : say`, also in \`${other.path}\``}: Alembic runs only one of them`,
          fix: "Give this revision an id of its own, and use it in the `down_revision` of those that follow it.",
        };
      }
    }
  },
});
