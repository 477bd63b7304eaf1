import type { Facts } from "../facts/facts.ts";
import type { FileChange } from "../ports/git.ts";
import type { Finding } from "../rules/finding.ts";
import type { ChangeSet } from "../source/change-set.ts";

/** What `doubtHidden` looks at. */
interface HiddenInput {
  readonly changeSet: ChangeSet;
  readonly after: Pick<Facts, "unread">;
}

/**
 * A fact that is missing at the head may stand in what could not be read there: it is not known to be gone, so the
 * finding about it does not decide. The unread input itself does (`judgeUnread`), and asks for a readable file.
 */
export function doubtHidden(findings: readonly Finding[], input: HiddenInput): readonly Finding[] {
  return findings.map((finding) =>
    finding.where.side === "before" && mayBeHidden(finding, input)
      ? { ...finding, confidence: "low", decides: false }
      : finding,
  );
}

function mayBeHidden({ where }: Finding, { changeSet, after }: HiddenInput): boolean {
  const file = changeSet.files.find((one) => one.previousPath === where.path);
  if (file === undefined || file.status === "removed") return false;
  const unread = after.unread.filter(({ path }) => path === file.path);
  if (unread.length === 0) return false;
  return unread.some(({ line }) => line === null) || someLineStands(where, file, changeSet);
}

/** A decorator or the line below it that is still there: what it belongs to is misread rather than gone. */
function someLineStands(where: Finding["where"], file: FileChange, changeSet: ChangeSet): boolean {
  const old = changeSet.before.read(where.path);
  const fresh = changeSet.after.read(file.path);
  if (old.kind !== "text" || fresh.kind !== "text") return true;
  const standing = new Set(fresh.text.split("\n").map((line) => line.trim()));
  return old.text
    .split("\n")
    .slice(where.line - 1, where.endLine + 1)
    .map((line) => line.trim())
    .some((line) => line.length >= shortestTelling && standing.has(line));
}

/** `)` or `else:` stands in every file. */
const shortestTelling = 8;
