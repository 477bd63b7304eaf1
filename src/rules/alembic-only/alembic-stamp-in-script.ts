import type { FileChange } from "../../ports/git.ts";
import type { ChangeSet } from "../../source/change-set.ts";
import { isShellScript, isTestPath } from "../../source/file-kind.ts";
import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { defineRule } from "../rule.ts";

export const alembicStampInScript = defineRule({
  id: "alembic-stamp-in-script",
  constraint: "alembic-only",
  domain: "DBA",
  severity: "warning",
  confidence: "high",
  title: "A script marks revisions as run without running them",
  why: "`alembic stamp` writes the version table and nothing else. In a script that every deployment runs, it skips whatever revision stands between: the database lacks what the code expects, and `alembic upgrade` will never make it.",
  fix: "Run `alembic upgrade head`. Stamp by hand, once, where a database that was made otherwise comes under Alembic.",
  *check({ changeSet, after }): Iterable<FindingDraft> {
    if (!after.revisions.environments.some((environment) => environment.revisions.size > 0)) return;
    for (const change of changeSet.files) {
      if (change.status === "removed" || !isScript(change.path) || isTestPath(change.path)) continue;
      const file = changeSet.after.read(change.path);
      if (file.kind !== "text") continue;
      const known = commandsBefore(change, changeSet);
      for (const { line, command } of stampsIn(file.text)) {
        if (known.has(command)) continue;
        const name = change.path.slice(change.path.lastIndexOf("/") + 1);
        yield {
          subject: `${name} › ${command}`,
          reaches: [],
          before: null,
          after: command,
          where: { path: change.path, line, endLine: line, side: "after" },
          message: say`\`${name}\` runs \`${command}\`: revisions count as run that were not`,
          fix: "Run `alembic upgrade head` instead.",
        };
      }
    }
  },
});

/** What is run by a shell, a container, a build or a workflow. Documentation that mentions the command is not. */
function isScript(path: string): boolean {
  return isShellScript(path) || /\.(?:ya?ml|toml)$/.test(path);
}

function commandsBefore({ previousPath }: FileChange, { before }: ChangeSet): ReadonlySet<string> {
  const file = previousPath === null ? null : before.read(previousPath);
  return new Set(file?.kind === "text" ? [...stampsIn(file.text)].map(({ command }) => command) : []);
}

const stamp =
  /(?<![\w-])alembic(?:[ \t]+-{1,2}[\w-]+(?:[= \t][\w./-]+)?){0,4}[ \t]+stamp\b(?:[ \t]+[\w@:+-]+)?/;

function* stampsIn(text: string): Generator<{ readonly line: number; readonly command: string }> {
  for (const [at, content] of text.split("\n").entries()) {
    const code = content.trimStart();
    if (code.startsWith("#")) continue;
    const found = stamp.exec(code.slice(0, 500))?.[0];
    if (found !== undefined) yield { line: at + 1, command: found.split(/[ \t]+/).join(" ") };
  }
}
