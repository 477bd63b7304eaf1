/** A token of PostgreSQL's lexical structure (manual, section 4.1), as far as splitting a script needs it. Offsets are UTF-16. */
export interface Token {
  readonly kind: "word" | "number" | "string" | "bind" | "operator";
  readonly start: number;
  readonly end: number;
  /** Lower case for words, the character for operators, empty for others. */
  readonly text: string;
}

const whiteSpace = /\s+/y;
const word = /[\p{L}\p{Nl}_][\p{L}\p{M}\p{N}_$]*/uy;
/** One point and one exponent, and none in an integer of another base: what follows is a token of its own. */
const number = /0[xob]\w+|\d[\d_]*\.?[\d_]*(?:e[+-]?\d[\d_]*)?\w*/iy;
const dollarQuote = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy;
const parameter = /\$\d+/y;
const namedBind = /:[\p{L}_][\p{L}\p{N}_]*/uy;
const percentBind = /%(?:\([^()\n]*\)s|s(?!\w))/y;
const commentMark = /\/\*|\*\//g;

/** Tokens without comments and white space. An unterminated quote or comment reaches to the end of the text. Linear. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;
  const take = (kind: Token["kind"], end: number): void => {
    const own = kind === "word" || kind === "operator" ? text.slice(position, end).toLowerCase() : "";
    tokens.push({ kind, start: position, end, text: own });
    position = end;
  };
  while (position < text.length) {
    const character = text.charAt(position);
    const next = text.charAt(position + 1);
    const blank = matchAt(whiteSpace, text, position);
    if (blank !== null) position = blank;
    else if (character === "-" && next === "-") position = lineEnd(text, position);
    else if (character === "/" && next === "*") position = commentEnd(text, position);
    else if (character === "'")
      take("string", quoteEnd(text, position, "'", escapes(tokens, text, position)));
    else if (character === '"') take("word", quoteEnd(text, position, '"', false));
    else {
      const [kind, end] = longerToken(text, position);
      take(kind, end);
    }
  }
  return tokens;
}

function longerToken(text: string, position: number): [Token["kind"], number] {
  const character = text.charAt(position);
  if (character === "$") {
    const opening = matchAt(dollarQuote, text, position);
    if (opening !== null) {
      const quote = text.slice(position, opening);
      const closing = text.indexOf(quote, opening);
      return ["string", closing === -1 ? text.length : closing + quote.length];
    }
    const end = matchAt(parameter, text, position);
    if (end !== null) return ["bind", end];
  }
  if (character === ":") {
    if (text.charAt(position + 1) === ":") return ["operator", position + 2];
    // SQLAlchemy's rule: not after a word, a colon or a backslash.
    const end = /[\w:\\]/.test(text.charAt(position - 1)) ? null : matchAt(namedBind, text, position);
    if (end !== null) return ["bind", end];
  }
  if (character === "%" && !/[\w)]/.test(text.charAt(position - 1))) {
    const end = matchAt(percentBind, text, position);
    if (end !== null) return ["bind", end];
  }
  const wordEnd = matchAt(word, text, position);
  if (wordEnd !== null) return ["word", wordEnd];
  const numberEnd = matchAt(number, text, position);
  if (numberEnd !== null) return ["number", numberEnd];
  return ["operator", position + 1];
}

function matchAt(pattern: RegExp, text: string, position: number): number | null {
  pattern.lastIndex = position;
  return pattern.test(text) ? pattern.lastIndex : null;
}

function lineEnd(text: string, position: number): number {
  const end = text.indexOf("\n", position);
  return end === -1 ? text.length : end;
}

/** Block comments nest. */
function commentEnd(text: string, position: number): number {
  let depth = 0;
  commentMark.lastIndex = position;
  for (let mark = commentMark.exec(text); mark !== null; mark = commentMark.exec(text)) {
    depth += mark[0] === "/*" ? 1 : -1;
    if (depth === 0) return commentMark.lastIndex;
  }
  return text.length;
}

/** Whether a quote belongs to `E'…'`, where a backslash escapes. */
function escapes(tokens: readonly Token[], text: string, position: number): boolean {
  const last = tokens.at(-1);
  return last?.kind === "word" && last.end === position && last.text === "e" && text.charAt(position) === "'";
}

/** After the closing quote; a doubled quote is one within the text. */
function quoteEnd(text: string, position: number, quote: string, backslash: boolean): number {
  let index = position + 1;
  while (index < text.length) {
    const character = text.charAt(index);
    if (backslash && character === "\\") index += 2;
    else if (character !== quote) index += 1;
    else if (text.charAt(index + 1) === quote) index += 2;
    else return index + 1;
  }
  return text.length;
}
