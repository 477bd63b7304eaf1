import type { SqlScript, SqlStatement } from "./statement.ts";
import { type Token, tokenize } from "./tokens.ts";

/** PostgreSQL's own parser: the syntax tree of one statement; throws where it does not parse. */
export type ParseStatement = (text: string) => { readonly stmts?: readonly { readonly stmt?: unknown }[] };

/**
 * Makes the SQL parser. It is total: a statement that does not parse is one with an `error`, and the others are not
 * touched by it. Bind parameters of SQLAlchemy and of drivers (`:name`, `%(name)s`, `%s`) stand for a value.
 */
export function createSqlParser(parse: ParseStatement): (text: string) => SqlScript {
  return (text) => {
    const statements: SqlStatement[] = [];
    const line = lineCounter(text);
    for (const group of split(tokenize(text), true)) {
      const whole = readStatement(text, group, line, parse);
      const parts = whole.error === null ? [] : split(group, false);
      // A parenthesis that is never closed takes only its own statement with it.
      if (parts.length > 1) statements.push(...parts.map((part) => readStatement(text, part, line, parse)));
      else statements.push(whole);
    }
    return { statements };
  };
}

/** Tokens of each statement, without the semicolons. `grouped` keeps those within parentheses and `BEGIN ATOMIC … END` together. */
function split(tokens: readonly Token[], grouped: boolean): Token[][] {
  const statements: Token[][] = [];
  let current: Token[] = [];
  let parentheses = 0;
  let atomic = 0;
  for (const token of tokens) {
    if (
      token.kind === "operator" &&
      token.text === ";" &&
      (!grouped || (parentheses === 0 && atomic === 0))
    ) {
      if (current.length > 0) statements.push(current);
      current = [];
      continue;
    }
    if (token.text === "(") parentheses += 1;
    if (token.text === ")") parentheses = Math.max(0, parentheses - 1);
    if (token.text === "atomic" && current.at(-1)?.text === "begin") atomic += 1;
    if (token.text === "case" && atomic > 0) atomic += 1;
    if (token.text === "end" && atomic > 0) atomic -= 1;
    current.push(token);
    if (!grouped) atomic = 0;
  }
  if (current.length > 0) statements.push(current);
  return statements;
}

function readStatement(
  text: string,
  tokens: readonly Token[],
  line: (offset: number) => number,
  parse: ParseStatement,
): SqlStatement {
  const start = tokens[0]?.start ?? 0;
  const end = tokens.at(-1)?.end ?? start;
  const place = { text: text.slice(start, end), start, end, line: line(start) };
  const failed = (error: string): SqlStatement => ({ ...place, node: null, error });
  if (place.text.includes("\0")) return failed("null character");
  if (isTooDeep(tokens)) return failed("nested too deeply");
  try {
    const statements = parse(withoutBinds(text, start, end, tokens)).stmts ?? [];
    const node = statements[0]?.stmt;
    if (statements.length !== 1 || !isNode(node)) return failed("not one statement");
    return { ...place, node, error: null };
  } catch (error) {
    return failed(error instanceof Error ? error.message : String(error));
  }
}

function isNode(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}

/** The statement with `$1` for each bind, padded so that every offset stays. SQLAlchemy's `\:` is a colon. */
function withoutBinds(text: string, start: number, end: number, tokens: readonly Token[]): string {
  let rewritten = "";
  let position = start;
  for (const token of tokens) {
    if (token.kind !== "bind") continue;
    rewritten += text.slice(position, token.start) + "$1".padEnd(token.end - token.start);
    position = token.end;
  }
  rewritten += text.slice(position, end);
  return rewritten.replace(/(?:\\:)+/g, (match) => ":".repeat(match.length / 2).padEnd(match.length));
}

/** PostgreSQL's parser recurses: what it could overflow its stack with is refused, because that would break it for what follows. */
const deepest = { parentheses: 300, chain: 2000, combined: 500 };
const combining = new Set(["union", "intersect", "except", "join", "case"]);

function isTooDeep(tokens: readonly Token[]): boolean {
  /** Tokens since the last comma, for each open parenthesis. */
  const chains = [0];
  let combined = 0;
  for (const token of tokens) {
    const top = chains.length - 1;
    if (token.text === "(" || token.text === "[") chains.push(0);
    else if ((token.text === ")" || token.text === "]") && top > 0) chains.pop();
    else if (token.text === ",") chains[top] = 0;
    else chains[top] = (chains[top] ?? 0) + 1;
    if (combining.has(token.text)) combined += 1;
    const chain = chains.at(-1) ?? 0;
    if (chains.length > deepest.parentheses || chain > deepest.chain || combined > deepest.combined)
      return true;
  }
  return false;
}

function lineCounter(text: string): (offset: number) => number {
  let position = 0;
  let line = 1;
  // Statements are asked for in order, parts of a group once more.
  return (offset) => {
    if (offset < position) {
      position = 0;
      line = 1;
    }
    for (let index = text.indexOf("\n", position); index !== -1 && index < offset;) {
      line += 1;
      position = index + 1;
      index = text.indexOf("\n", position);
    }
    return line;
  };
}
