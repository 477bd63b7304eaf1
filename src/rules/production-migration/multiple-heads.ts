import { ancestorsOf } from "../../facts/alembic/graph.ts";
import type { MigrationEnvironment } from "../../facts/database.ts";
import { codes, say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import type { MigrationContext } from "./migration-context.ts";
import { revisionRule } from "./migration-rule.ts";
import { addedRevisions, baseHeads } from "./base-heads.ts";

export const multipleHeads = revisionRule({
  id: "multiple-heads",
  title: "After the merge an Alembic environment has several heads",
  why: "`alembic upgrade head` refuses when there are several heads, so that the deployment stops. Each of two branches looks right by itself: the heads are counted here over the live base branch together with the change.",
  fix: "Make the newest head of the base branch the `down_revision` of your first revision, or join the heads with `alembic merge`.",
  *check(context): Iterable<FindingDraft> {
    for (const environment of context.mergedRevisions.environments) {
      const base = baseHeads(environment, context);
      // A revision without its parent is a head too: that is `dangling-revision`'s to say.
      const heads = environment.heads.filter((id) => !dangles(id, environment));
      if (heads.length <= Math.max(1, base.length)) continue;
      yield draftOf({ ...environment, heads }, base, context);
    }
  },
});

function dangles(id: string, environment: MigrationEnvironment): boolean {
  return [...ancestorsOf(id, environment)].some((ancestor) =>
    environment.revisions.get(ancestor)?.down.some((parent) => !environment.revisions.has(parent)),
  );
}

function draftOf(
  environment: MigrationEnvironment,
  base: readonly string[],
  context: MigrationContext,
): FindingDraft {
  const { heads, revisions } = environment;
  const added = new Set(addedRevisions(environment, context).map((revision) => revision.id));
  const own = heads.find((id) => added.has(id)) ?? heads[0] ?? "";
  const others = heads.filter((id) => id !== own);
  const where = revisions.get(own)?.where ?? { path: environment.path, line: 1, endLine: 1 };
  const uncertain = context.after.revisions.unresolved.length > 0;
  return {
    subject: `heads ${heads.join(", ")}`,
    reaches: [],
    before: base.join(", ") || null,
    after: heads.join(", "),
    where: { ...where, side: "after" },
    message: say`After the merge there are ${heads.length} heads, ${codes(heads, "and")}: \`alembic upgrade head\` refuses`,
    fix: [
      `Put your revisions behind the other head, if they have not been merged yet:`,
      "```python",
      `down_revision = ${JSON.stringify(others[0] ?? "")}  # in the first revision of this change`,
      "```",
      "or join the heads:",
      "```sh",
      `alembic merge -m "merge heads" ${heads.map(shellWord).join(" ")}`,
      "```",
    ].join("\n"),
    ...(uncertain ? { confidence: "medium" as const } : {}),
  };
}

/** Ids are untrusted: what a shell could read is quoted. */
function shellWord(id: string): string {
  return /^[\w.-]+$/.test(id) ? id : `'${id.replaceAll("'", "'\\''")}'`;
}
