/**
 * The text as the grammar is given it: of the same length, so that offsets stay those of the file. It differs where
 * the grammar reads lines in another way than Python, and where tree-sitter would need quadratic time.
 */
export function prepare(text: string): string {
  // Python also ends a line at a lone carriage return; the grammar would take what follows a comment for its text.
  const source = text.replace(/\r(?!\n)/g, "\n");
  return isCostly(source) ? blank(source) : source;
}

/** More in a row, or in a text, than people write. */
const many = { commentLines: 200, continuations: 200, unclosedNames: 50 };

/** A run of comment lines, many continued lines, or many `\N{` that are never closed are each read again for every one of them. */
function isCostly(source: string): boolean {
  return (
    longestCommentRun(source) > many.commentLines ||
    countUpTo(source, continuation, many.continuations) ||
    countUpTo(source, unclosedName, many.unclosedNames)
  );
}

const continuation = /\\\r?\n/g;
const unclosedName = /\\N\{(?![^}\n]{1,100}\})/g;

function countUpTo(source: string, pattern: RegExp, limit: number): boolean {
  let count = 0;
  for (const _ of source.matchAll(pattern)) {
    count += 1;
    if (count > limit) return true;
  }
  return false;
}

/** Blank lines neither count nor end a run. */
function longestCommentRun(source: string): number {
  let longest = 0;
  let run = 0;
  const line = /^[ \t\f]*(?:(#)|[^\s#])/gm;
  for (const match of source.matchAll(line)) {
    run = match[1] === undefined ? 0 : run + 1;
    if (run > longest) longest = run;
  }
  return longest;
}

const token = /#[^\n]*|\\\r?\n|[A-Za-z]{0,2}("""|'''|"|')/g;

/** Comments and continuations become spaces, and so do unclosed `\N{` in strings. */
function blank(source: string): string {
  let text = "";
  let position = 0;
  token.lastIndex = 0;
  for (let match = token.exec(source); match !== null; match = token.exec(source)) {
    text += source.slice(position, match.index);
    const quote = match[1];
    if (quote === undefined) {
      text += " ".repeat(match[0].length);
      position = token.lastIndex;
      continue;
    }
    const raw = /r/i.test(match[0]);
    const end = stringEnd(source, token.lastIndex, quote);
    const literal = source.slice(match.index, end);
    text += raw ? literal : literal.replace(unclosedName, "   ");
    position = end;
    token.lastIndex = end;
  }
  return text + source.slice(position);
}

/** After the closing quote; a string in single quotes ends at the line's end at the latest. */
function stringEnd(source: string, start: number, quote: string): number {
  for (let index = start; index < source.length; index += 1) {
    const character = source.charAt(index);
    if (character === "\\") index += source.startsWith("\r\n", index + 1) ? 2 : 1;
    else if (source.startsWith(quote, index)) return index + quote.length;
    else if (character === "\n" && quote.length === 1) return index;
  }
  return source.length;
}
