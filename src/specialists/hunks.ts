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
  /** Changed files that are not shown, or only in part: too large, secret or unreadable. Named in the brief. */
  readonly notSent: readonly string[];
}

const context = 3;
/** Less than this of a file says nothing. */
const leastPart = 1_500;

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
  const texts = ordered.map((file) => ({
    path: file.path,
    text: isSecret(file) ? null : hunksOf(changeSet, file),
  }));
  const shown = texts.filter(({ text }) => text !== null && text !== "").slice(0, limits.maxFiles);
  const room = shares(
    shown.map(({ text }) => text?.length ?? 0),
    limits.budget,
  );
  const parts = new Map(shown.map(({ path, text }, index) => [path, fitting(text ?? "", room[index] ?? 0)]));
  return {
    hunks: texts.flatMap(({ path }) => {
      const part = parts.get(path) ?? null;
      return part === null ? [] : [{ path, text: part }];
    }),
    notSent: texts.flatMap(({ path, text }) =>
      text === "" || (text !== null && parts.get(path) === text) ? [] : [path],
    ),
  };
}

/** Room for each text: the short ones whole, the long ones in equal parts of what is left. */
function shares(lengths: readonly number[], budget: number): readonly number[] {
  const order = lengths.map((length, index) => ({ length, index })).sort((a, b) => a.length - b.length);
  const room: number[] = lengths.map(() => 0);
  let left = budget;
  for (const [position, { length, index }] of order.entries()) {
    const share = Math.min(length, Math.floor(left / (order.length - position)));
    room[index] = share;
    left -= share;
  }
  return room;
}

/** The whole text, its first lines, or null where not enough room is left. */
function fitting(text: string, room: number): string | null {
  if (text.length <= room) return text;
  const end = text.lastIndexOf("\n", room);
  if (end < leastPart) return null;
  return `${text.slice(0, end)}\n[cut: ${text.length - end} more characters]`;
}

function isSecret(file: FileChange): boolean {
  return isSecretFile(file.path) || (file.previousPath !== null && isSecretFile(file.previousPath));
}

/** Null where a side cannot be read; empty where no line changed. */
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
  const changed = new Set<number>();
  for (const { start, end } of ranges) {
    for (let line = Math.max(1, start); line <= Math.min(lines.length, end); line += 1) changed.add(line);
  }
  const output: string[] = [];
  let last = 0;
  for (const range of ranges) {
    const from = Math.max(last + 1, range.start - around, 1);
    const to = Math.min(lines.length, range.end + around);
    if (last > 0 && from > last + 1) output.push("…");
    for (let line = from; line <= to; line += 1) {
      output.push(`${changed.has(line) ? mark : " "} ${line}: ${lines[line - 1] ?? ""}`);
    }
    last = Math.max(last, to);
  }
  return output.join("\n");
}
