/** The module-level names that make a Python file an Alembic revision (alembic/script/base.py, `Script`). */
const names = ["revision", "down_revision", "depends_on", "branch_labels"] as const;
export type HeaderName = (typeof names)[number];

/** A value of the header: strings; `None` is none of them. */
type HeaderValue = readonly string[];

export interface HeaderField {
  /** null: not a plain literal. */
  readonly value: HeaderValue | null;
  readonly line: number;
}

/**
 * The header's assignments, found by one pass over the text without parsing it. Only statements that start in the
 * first column and outside of any string or bracket count; the last assignment wins, as in Python.
 */
export function scanHeader(text: string): ReadonlyMap<HeaderName, HeaderField> {
  const fields = new Map<HeaderName, HeaderField>();
  const last = lastCandidate(text);
  let line = 1;
  let at = 0;
  while (at <= last) {
    const end = logicalLineEnd(text, at);
    const name = names.find((candidate) => startsWithWord(text, at, candidate));
    if (name !== undefined) {
      const value = assignedValue(text, at + name.length, end);
      if (value !== undefined) fields.set(name, { value, line });
    }
    for (
      let index = text.indexOf("\n", at);
      index >= 0 && index < end;
      index = text.indexOf("\n", index + 1)
    ) {
      line += 1;
    }
    at = end;
  }
  return fields;
}

const candidate = new RegExp(`^(?:${names.join("|")})(?![A-Za-z0-9_])`, "gm");

/** Where a line last starts with one of the names, -1 for nowhere: what follows need not be read. */
function lastCandidate(text: string): number {
  let last = -1;
  for (const match of text.matchAll(candidate)) last = match.index;
  return last;
}

function startsWithWord(text: string, at: number, word: string): boolean {
  return text.startsWith(word, at) && !/[A-Za-z0-9_]/.test(text[at + word.length] ?? "");
}

/** Offset behind the newline that ends the logical line: newlines in brackets, in triple quotes and after `\` do not. */
function logicalLineEnd(text: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < text.length) {
    const character = text[at] ?? "";
    if (character === "#") at = commentEnd(text, at);
    else if (character === '"' || character === "'") at = stringEnd(text, at);
    else if (character === "\\") at += text.startsWith("\r\n", at + 1) ? 3 : 2;
    else {
      at += 1;
      if ("([{".includes(character)) depth += 1;
      else if (")]}".includes(character)) depth = Math.max(0, depth - 1);
      else if (character === "\n" && depth === 0) return at;
    }
  }
  return text.length;
}

function commentEnd(text: string, start: number): number {
  const newline = text.indexOf("\n", start);
  return newline < 0 ? text.length : newline;
}

function stringEnd(text: string, start: number): number {
  const quote = text[start] ?? "";
  const triple = quote.repeat(3);
  const isTriple = text.startsWith(triple, start);
  let at = start + (isTriple ? 3 : 1);
  while (at < text.length) {
    if (text[at] === "\\") at += 2;
    else if (isTriple && text.startsWith(triple, at)) return at + 3;
    else if (!isTriple && (text[at] === quote || text[at] === "\n")) return text[at] === "\n" ? at : at + 1;
    else at += 1;
  }
  return text.length;
}

/** The strings behind `=` (or `: annotation =`); null when they are no plain literals, undefined when nothing is assigned. */
function assignedValue(text: string, start: number, end: number): HeaderValue | null | undefined {
  const statement = withoutComments(text.slice(start, end)).trim();
  if (statement.startsWith("=") && !statement.startsWith("=="))
    return literalValue(statement.slice(1).trim());
  if (statement.startsWith(":")) {
    const equals = statement.indexOf("=");
    return equals < 0 ? undefined : literalValue(statement.slice(equals + 1).trim());
  }
  // `revision, down_revision = …`, `revision += …`; a comparison assigns nothing.
  return statement.includes("=") && !statement.startsWith("==") ? null : undefined;
}

function withoutComments(text: string): string {
  let result = "";
  let at = 0;
  while (at < text.length) {
    const character = text[at] ?? "";
    const next =
      character === "#"
        ? commentEnd(text, at)
        : character === '"' || character === "'"
          ? stringEnd(text, at)
          : at + 1;
    if (character !== "#") result += text.slice(at, next);
    at = next;
  }
  return result;
}

function literalValue(text: string): HeaderValue | null {
  if (text === "None") return [];
  const open = text[0] ?? "";
  const close = open === "(" ? ")" : open === "[" ? "]" : open === "{" ? "}" : null;
  if (close === null) {
    const single = stringLiteral(text);
    if (single !== null) return [single];
    // A tuple needs no brackets.
    return text.includes(",") ? literalList(text) : null;
  }
  return text.endsWith(close) ? literalList(text.slice(1, -1)) : null;
}

function literalList(text: string): HeaderValue | null {
  const items = text.split(",").map((item) => item.trim());
  if (items.at(-1) === "") items.pop();
  const values = items.map(stringLiteral);
  return values.every((value) => value !== null) ? values : null;
}

/** A string without prefix, escape or quote inside; anything else is left to the parser. */
function stringLiteral(text: string): string | null {
  const quote = text[0] ?? "";
  if ((quote !== '"' && quote !== "'") || text.length < 2 || !text.endsWith(quote)) return null;
  const content = text.slice(1, -1);
  return content.includes(quote) || content.includes("\\") || content === "" ? null : content;
}
