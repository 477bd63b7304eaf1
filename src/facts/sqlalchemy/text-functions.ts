/**
 * Patterns that turn camel case into snake case. A fixed list: a pattern from the change is never run, because
 * backtracking would let it take forever.
 */
const knownPatterns = new Set([
  "(?=[A-Z])",
  "(?<!^)(?=[A-Z])",
  "(?<!^)([A-Z])",
  "(?<=[a-z])(?=[A-Z])",
  "(?<=[a-z0-9])(?=[A-Z])",
  "(.)([A-Z][a-z]+)",
  "(.)([A-Z][a-z0-9]+)",
  "([a-z0-9])([A-Z])",
  "([a-z])([A-Z])",
  "([a-z\\d])([A-Z])",
  "([A-Z]+)([A-Z][a-z])",
  "([A-Z])",
  "[A-Z]",
  "((?<=[a-z0-9])[A-Z]|(?!^)[A-Z](?=[a-z]))",
  "((?<=[a-z0-9])[A-Z]|(?!^)(?<!_)[A-Z](?=[a-z]))",
  "(?<!^)(?<!_)(?=[A-Z])",
]);

/** Python's `re.sub(pattern, replacement, subject)` for a known pattern; null for any other. */
export function substitute(pattern: string, replacement: string, subject: string): string | null {
  if (!knownPatterns.has(pattern)) return null;
  let result = "";
  let from = 0;
  for (const match of subject.matchAll(new RegExp(pattern, "gu"))) {
    const filled = replacement.replaceAll(
      /\\(?:g<)?(\d)>?/gu,
      (_whole, group: string) => match[Number(group)] ?? "",
    );
    result += subject.slice(from, match.index) + filled;
    from = match.index + match[0].length;
  }
  return result + subject.slice(from);
}

/** Python's `re.split(pattern, subject)` for a known pattern; null for any other. An empty match separates too, as in Python 3.7 and later. */
export function splitBy(pattern: string, subject: string): readonly string[] | null {
  if (!knownPatterns.has(pattern)) return null;
  const pieces: string[] = [];
  let from = 0;
  for (const match of subject.matchAll(new RegExp(pattern, "gu"))) {
    pieces.push(subject.slice(from, match.index), ...match.slice(1));
    from = match.index + match[0].length;
  }
  return [...pieces, subject.slice(from)];
}
