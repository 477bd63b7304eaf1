import { tokenize } from "../../syntax/sql/tokens.ts";

/** SQL as its tokens with one space between them, comments gone, unquoted words in lower case: equal for equal statements however they are laid out. */
export function normalizeSql(text: string): string {
  const parts = tokenize(text).map((token) => {
    const written = text.slice(token.start, token.end);
    return token.kind === "word" && !written.startsWith('"') ? token.text : written;
  });
  while (parts.at(-1) === ";") parts.pop();
  return parts.join(" ");
}

/** Newlines before an offset. */
export function newlinesBefore(text: string, offset: number): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}
