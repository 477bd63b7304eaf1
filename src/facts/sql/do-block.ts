import { tokenize, type Token } from "../../syntax/sql/tokens.ts";
import { unknownIdentifier } from "./holes.ts";

/** An SQL statement inside a PL/pgSQL block; `start` is its offset in the block's text. */
export interface InnerStatement {
  /** null: it runs SQL that is put together at run time. */
  readonly sql: string | null;
  readonly start: number;
  readonly end: number;
  /** In a branch, a loop or an exception handler. What only asks whether something exists is none: see `isGuard`. */
  readonly conditional: boolean;
}

/** What opens a PL/pgSQL construct, and the word that ends its head (manual, 43.6 Control Structures); null: the word alone. */
const openers: ReadonlyMap<string, string | null> = new Map([
  ["begin", null],
  ["else", null],
  ["loop", null],
  ["if", "then"],
  ["elsif", "then"],
  ["elseif", "then"],
  ["when", "then"],
  ["exception", "then"],
  ["case", "then"],
  ["for", "loop"],
  ["foreach", "loop"],
  ["while", "loop"],
  ["declare", "begin"],
]);

/** Statements of PL/pgSQL's own that change nothing in the database. */
const harmless: ReadonlySet<string> = new Set(
  "null raise return exit continue assert get open close fetch move end select perform commit rollback".split(
    " ",
  ),
);

/** What a statement stands in: something that surely runs, or something that may not. */
type Block = "runs" | "may-run";

/**
 * The SQL statements inside the body of a `DO` block, without running or fully parsing PL/pgSQL: the body is cut at
 * `;`, heads of control structures are removed, and what is left is SQL, `EXECUTE`, or PL/pgSQL's own.
 */
export function innerStatements(body: string): readonly InnerStatement[] {
  const found: InnerStatement[] = [];
  const blocks: Block[] = [];
  let declaring = false;
  for (const words of cutAtSemicolons(body)) {
    if (words[0]?.text === "declare") declaring = true;
    const rest = declaring ? afterBegin(words) : words;
    if (rest === null) continue;
    declaring = false;
    if (rest[0]?.text === "end") blocks.pop();
    const statement = withoutHeads(rest, blocks);
    const inner = readInner(body, statement);
    if (inner !== null) found.push({ ...inner, conditional: blocks.includes("may-run") });
  }
  return found;
}

function cutAtSemicolons(body: string): readonly (readonly Token[])[] {
  const chunks: Token[][] = [[]];
  for (const token of tokenize(body)) {
    if (token.text === ";") chunks.push([]);
    else chunks.at(-1)?.push(token);
  }
  return chunks.filter((chunk) => chunk.length > 0);
}

/** Declarations end at the first `BEGIN`. */
function afterBegin(words: readonly Token[]): readonly Token[] | null {
  const at = words.findIndex((word) => word.text === "begin");
  return at < 0 ? null : words.slice(at);
}

function withoutHeads(words: readonly Token[], blocks: Block[]): readonly Token[] {
  let rest = words;
  while (rest.length > 0) {
    const first = rest[0]?.text ?? "";
    if (first === "<") {
      rest = afterWord(rest, ">", 2);
      continue;
    }
    const end = openers.get(first);
    if (end === undefined) return rest;
    const after = end === null ? rest.slice(1) : afterWord(rest, end, 1);
    enter(first, rest.slice(0, rest.length - after.length), blocks);
    rest = after;
  }
  return rest;
}

function enter(keyword: string, head: readonly Token[], blocks: Block[]): void {
  if (keyword === "begin") blocks.push("runs");
  else if (keyword === "if") blocks.push(isGuard(head) ? "runs" : "may-run");
  else if (["loop", "for", "foreach", "while", "case"].includes(keyword)) blocks.push("may-run");
  // `else`, `elsif`, `when` and `exception` are other branches of what is open.
  else blocks[Math.max(0, blocks.length - 1)] = "may-run";
}

/** `IF EXISTS (…)`, `IF to_regclass(…) IS NULL`: makes the block repeatable; where the migration is meant to run, it holds. */
function isGuard(head: readonly Token[]): boolean {
  return head.some(({ text }) => text === "exists" || text.startsWith("to_reg"));
}

/** What follows the `count`th `end`; nothing when it is missing. `CASE … THEN … END` inside of a condition is skipped. */
function afterWord(words: readonly Token[], end: string, count: number): readonly Token[] {
  let depth = 0;
  let seen = 0;
  for (const [index, word] of words.entries()) {
    if (word.text === "case") depth += 1;
    else if (word.text === "end" && depth > 0) depth -= 1;
    else if (word.text === end && depth === 0) {
      seen += 1;
      if (seen === count) return words.slice(index + 1);
    }
  }
  return [];
}

function readInner(body: string, words: readonly Token[]): Omit<InnerStatement, "conditional"> | null {
  const [first, second] = words;
  const last = words.at(-1);
  if (first === undefined || last === undefined || harmless.has(first.text)) return null;
  // `x := …` and `x = …`
  if (second?.text === ":" || second?.text === "=") return null;
  if (first.text !== "execute") {
    return { sql: withoutTargets(body, words), start: first.start, end: last.end };
  }
  return { sql: executedSql(body, words.slice(1)), start: first.start, end: last.end };
}

/**
 * The text without `INTO variable, …`, which PL/pgSQL takes for itself: `INSERT … RETURNING id INTO found`. Blanks
 * stand in its place, so that offsets stay.
 */
function withoutTargets(body: string, words: readonly Token[]): string {
  let sql = "";
  let position = words[0]?.start ?? 0;
  for (const [at, word] of words.entries()) {
    const before = words[at - 1]?.text ?? "";
    if (word.text !== "into" || before === "insert" || before === "merge") continue;
    const end = words[endOfTargets(words, at + 1) - 1]?.end ?? word.end;
    sql += body.slice(position, word.start) + body.slice(word.start, end).replace(/[^\n]/g, " ");
    position = end;
  }
  return sql + body.slice(position, words.at(-1)?.end);
}

/** Index behind `[STRICT] a, b.c, …`. */
function endOfTargets(words: readonly Token[], start: number): number {
  let at = words[start]?.text === "strict" ? start + 1 : start;
  for (;;) {
    if (words[at]?.kind !== "word") return at;
    at += 1;
    while (words[at]?.text === "." && words[at + 1]?.kind === "word") at += 2;
    if (words[at]?.text !== ",") return at;
    at += 1;
  }
}

/** `EXECUTE 'sql' [USING …]` and `EXECUTE format('sql', …)` with its `%I` and `%L` as placeholders. */
function executedSql(body: string, words: readonly Token[]): string | null {
  const [first, second, third] = words;
  if (first === undefined) return null;
  const written = (token: Token): string => body.slice(token.start, token.end);
  if (first.kind === "string" && (second === undefined || second.text === "using"))
    return unquote(written(first));
  if (first.text === "format" && second?.text === "(" && third?.kind === "string") {
    const template = unquote(written(third));
    return template.includes("%s")
      ? null
      : template.replaceAll("%I", unknownIdentifier).replaceAll("%L", "'?'").replaceAll("%%", "%");
  }
  return null;
}

function unquote(literal: string): string {
  if (literal.startsWith("$")) {
    const tag = literal.slice(0, literal.indexOf("$", 1) + 1);
    return literal.slice(tag.length, literal.length - tag.length);
  }
  const start = literal.indexOf("'") + 1;
  return literal.slice(start, -1).replaceAll("''", "'");
}
