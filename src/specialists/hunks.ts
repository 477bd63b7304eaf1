import type { FileChange, LineRange } from "../ports/git.ts";
import type { ChangeSet } from "../source/change-set.ts";
import { isSecretFile } from "../text/secrets.ts";

/** The changed lines of a file with three lines around them, both sides. */
export interface Hunk {
  readonly path: string;
  readonly text: string;
}

export interface Selection {
  readonly hunks: readonly Hunk[];
  /** Changed files of the domain that did not fit, are secret or unreadable: named in the brief. */
  readonly notSent: readonly string[];
}

const context = 3;

/**
 * What a specialist sees of the change: the hunks of its files, those with findings first, up to `budget` characters
 * and `maxFiles` files. Deletions count as much as additions: a removed route *is* the change.
 */
export function selectHunks(
  changeSet: ChangeSet,
  paths: readonly string[],
  withFindings: ReadonlySet<string>,
  limits: { readonly budget: number; readonly maxFiles: number },
): Selection {
  const wanted = new Set(paths);
  const files = changeSet.files.filter((file) => wanted.has(file.path));
  const ordered = [
    ...files.filter((file) => withFindings.has(file.path)),
    ...files.filter((file) => !withFindings.has(file.path)),
  ];
  const hunks: Hunk[] = [];
  const notSent: string[] = [];
  let left = limits.budget;
  for (const file of ordered) {
    const text = isSecretFile(file.path) ? null : hunksOf(changeSet, file);
    if (text === null || text.length > left || hunks.length >= limits.maxFiles) {
      notSent.push(file.path);
      continue;
    }
    left -= text.length;
    hunks.push({ path: file.path, text });
  }
  return { hunks, notSent };
}

function hunksOf(changeSet: ChangeSet, file: FileChange): string | null {
  const before = file.previousPath === null ? [] : linesOf(changeSet.before.read(file.previousPath));
  const after = file.status === "removed" ? [] : linesOf(changeSet.after.read(file.path));
  if (before === null || after === null) return null;
  const parts: string[] = [];
  const removed = section("-", before, file.removedLines, 0);
  const added = section("+", after, file.addedLines, context);
  if (removed !== "") parts.push(`before (removed lines are marked -):\n${removed}`);
  if (added !== "") parts.push(`after (added lines are marked +):\n${added}`);
  return parts.join("\n");
}

function linesOf(file: ReturnType<ChangeSet["before"]["read"]>): readonly string[] | null {
  return file.kind === "text" ? file.text.split("\n") : null;
}

/** Numbered lines of the ranges with `around` lines of context, gaps as `…`. */
function section(
  mark: "-" | "+",
  lines: readonly string[],
  ranges: readonly LineRange[],
  around: number,
): string {
  const output: string[] = [];
  let last = 0;
  for (const range of ranges) {
    const from = Math.max(last + 1, range.start - around, 1);
    const to = Math.min(lines.length, range.end + around);
    if (last > 0 && from > last + 1) output.push("…");
    for (let line = from; line <= to; line += 1) {
      const changed = line >= range.start && line <= range.end;
      output.push(`${changed ? mark : " "} ${line}: ${lines[line - 1] ?? ""}`);
    }
    last = Math.max(last, to);
  }
  return output.join("\n");
}
