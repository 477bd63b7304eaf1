import type { Snapshot } from "../../source/snapshot.ts";

/** One line of CODEOWNERS. */
export interface CodeownersLine {
  readonly pattern: string;
  /** As written; none where the line takes owners away. */
  readonly owners: readonly string[];
  readonly line: number;
}

export interface Codeowners {
  readonly path: string;
  readonly blob: string;
  readonly lines: readonly CodeownersLine[];
}

/** Where GitHub looks, in this order; the first one that exists counts (github/docs, "About code owners"). */
const places = [".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"];
const longestLine = 2_000;
const mostLines = 20_000;

/** The repository's CODEOWNERS, or null where it has none. */
export function readCodeowners(snapshot: Snapshot): Codeowners | null {
  for (const path of places) {
    const entry = snapshot.entries.get(path);
    if (entry === undefined) continue;
    const file = snapshot.read(path);
    return { path, blob: entry.blob, lines: file.kind === "text" ? parseCodeowners(file.text) : [] };
  }
  return null;
}

export function parseCodeowners(text: string): readonly CodeownersLine[] {
  return text.split("\n", mostLines).flatMap((line, index) => {
    const words = line.length > longestLine ? [] : wordsOf(line);
    const [pattern, ...owners] = words;
    return pattern === undefined ? [] : [{ pattern, owners, line: index + 1 }];
  });
}

/** The line that decides who owns a path: the last one that matches. */
export function owningLine(codeowners: Codeowners | null, path: string): CodeownersLine | null {
  return codeowners?.lines.findLast(({ pattern }) => ownsPath(pattern, path)) ?? null;
}

/** Words up to a comment; a backslash keeps a space or a `#` in a pattern. */
function wordsOf(line: string): readonly string[] {
  const words: string[] = [];
  let word = "";
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (character === "\\" && " #".includes(line.charAt(index + 1)) && index + 1 < line.length) {
      index += 1;
      word += line.charAt(index);
    } else if (character === "#") {
      break;
    } else if (" \t\r".includes(character)) {
      if (word !== "") words.push(word);
      word = "";
    } else {
      word += character;
    }
  }
  return word === "" ? words : [...words, word];
}

/**
 * gitignore's patterns as CODEOWNERS has them: a leading or inner slash ties a pattern to the root, `*` stays in a
 * folder, `**` does not, a folder owns everything below it, but `folder/*` only its own files.
 */
export function ownsPath(pattern: string, path: string): boolean {
  const folder = pattern.endsWith("/");
  const bare = folder ? pattern.slice(0, -1) : pattern;
  const rooted = bare.includes("/");
  const steps = (bare.startsWith("/") ? bare.slice(1) : bare).split("/");
  // `a/**` is everything below `a`, not `a` itself.
  const deep = steps.at(-1) === "**" ? ["*"] : [];
  const wanted = [...(rooted ? [] : ["**"]), ...steps, ...deep];
  const last = wanted.at(-1) ?? "";
  const parts = path.split("/");
  if (!folder && matches(wanted, parts)) return true;
  // Unlike in gitignore, `folder/*` means files only; any other name may be a folder and owns what is below it.
  if (!folder && last === "*" && rooted) return false;
  return matches([...wanted, "*", "**"], parts);
}

/** `**` stands for any number of parts. Work is bounded by pattern parts times path parts. */
function matches(pattern: readonly string[], parts: readonly string[]): boolean {
  let reachable = new Set([0]);
  for (const step of pattern) {
    const next = new Set<number>();
    for (const at of reachable) {
      if (step === "**") for (let to = at; to <= parts.length; to += 1) next.add(to);
      else if (matchesPart(step, parts[at])) next.add(at + 1);
    }
    reachable = next;
  }
  return reachable.has(parts.length);
}

/** `*` is any text, `?` any character. Goes back to the last star only, so that no pattern is expensive. */
function matchesPart(pattern: string, part: string | undefined): boolean {
  if (part === undefined) return false;
  let at = 0;
  let star = -1;
  let resume = 0;
  for (let index = 0; index < part.length;) {
    const wanted = pattern.charAt(at);
    if (at < pattern.length && wanted === "*") {
      star = at;
      resume = index;
      at += 1;
    } else if (at < pattern.length && (wanted === "?" || wanted === part.charAt(index))) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      resume += 1;
      index = resume;
      at = star + 1;
    } else {
      return false;
    }
  }
  while (pattern.charAt(at) === "*") at += 1;
  return at === pattern.length;
}
