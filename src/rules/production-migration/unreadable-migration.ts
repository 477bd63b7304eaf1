import { say } from "../../text/sentence.ts";
import type { FindingDraft } from "../finding.ts";
import { revisionRule } from "./migration-rule.ts";
import { unreadableLines, type UnreadableLine } from "./unreadable-lines.ts";

export const unreadableMigration = revisionRule({
  id: "unreadable-migration",
  severity: "warning",
  trigger: null,
  unknown: true,
  title: "A migration does something that cannot be told from its source",
  why: "What a migration decides at run time (SQL from a variable, custom operations, functions that are handed the connection) can't be checked before it runs in production: neither here nor by a reviewer who reads it.",
  fix: "Write the statements out: constant SQL, Alembic's own operations, loops over lists that stand in the file.",
  *check(context): Iterable<FindingDraft> {
    const byFile = new Map<string, UnreadableLine[]>();
    for (const line of unreadableLines(context)) {
      byFile.set(line.where.path, [...(byFile.get(line.where.path) ?? []), line]);
    }
    for (const lines of byFile.values()) {
      const [first] = lines;
      if (first !== undefined) yield draftOf(first, lines);
    }
  },
});

function subjectOf({ revision, where }: UnreadableLine): string {
  if (revision !== null) return `revision ${revision}`;
  return where.path.endsWith(".py") ? "revision without an id" : "SQL migration";
}

function draftOf(first: UnreadableLine, lines: readonly UnreadableLine[]): FindingDraft {
  const reasons = [...new Set(lines.map((line) => line.why))];
  const numbers = [...new Set(lines.map((line) => line.where.line))].sort((a, b) => a - b);
  const more = reasons.length > 1 ? ` and ${reasons.length - 1} more` : "";
  return {
    subject: subjectOf(first),
    reaches: [],
    before: null,
    after: [...reasons].sort().join("; "),
    where: { ...first.where, side: "after" },
    message: say`${numbers.length === 1 ? "Line" : "Lines"} ${numbers.join(", ")} could not be read: ${first.why}${more}`,
    fix: "Write the statements out: constant SQL, or Alembic's own operations with constant names.",
  };
}
