/** What a function that makes a table name computes with: strings, lists of strings, truth values, `None`. */
export type Text = string | boolean | null | readonly string[];

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

/** Python's `str.strip`, `lstrip` and `rstrip` with characters given. */
export function strip(subject: string, characters: string, side: "both" | "left" | "right"): string {
  const all = [...subject.matchAll(/./gsu)].map((match) => match[0]);
  const keeps = (character: string) => !characters.includes(character);
  const first = side === "right" ? 0 : all.findIndex(keeps);
  const last = side === "left" ? all.length - 1 : all.findLastIndex(keeps);
  return first === -1 ? "" : all.slice(first, last + 1).join("");
}

/** A method of Python's `str` with its arguments; undefined for one that is not known, or not with these. */
export function stringMethod(method: string, subject: string, args: readonly Text[]): Text | undefined {
  const [first, second] = args;
  if (args.length === 0) return plainMethods.get(method)?.(subject);
  if (method === "join") return Array.isArray(first) ? first.join(subject) : undefined;
  if (typeof first !== "string") return undefined;
  if (method === "replace") {
    return typeof second === "string" ? subject.replaceAll(first, () => second) : undefined;
  }
  return methodsWithText.get(method)?.(subject, first);
}

const isUpper = (text: string) => text !== text.toLowerCase() && text === text.toUpperCase();
const isLower = (text: string) => text !== text.toUpperCase() && text === text.toLowerCase();

const plainMethods: ReadonlyMap<string, (subject: string) => Text> = new Map([
  ["lower", (subject: string): Text => subject.toLowerCase()],
  ["casefold", (subject) => subject.toLowerCase()],
  ["upper", (subject) => subject.toUpperCase()],
  ["isupper", isUpper],
  ["islower", isLower],
]);

const methodsWithText: ReadonlyMap<string, (subject: string, text: string) => Text> = new Map([
  ["startswith", (subject: string, text: string): Text => subject.startsWith(text)],
  ["endswith", (subject, text) => subject.endsWith(text)],
  ["removeprefix", (subject, text) => (subject.startsWith(text) ? subject.slice(text.length) : subject)],
  [
    "removesuffix",
    (subject, text) => (text !== "" && subject.endsWith(text) ? subject.slice(0, -text.length) : subject),
  ],
  ["strip", (subject, text) => strip(subject, text, "both")],
  ["lstrip", (subject, text) => strip(subject, text, "left")],
  ["rstrip", (subject, text) => strip(subject, text, "right")],
]);
