/** Lines of a text, counted as git counts them: ended by a line feed. */
export interface LineTable {
  /** The 1-based line that holds an offset. */
  readonly lineAt: (offset: number) => number;
  /** Offset of the first character of a line. */
  readonly startOfLine: (line: number) => number;
  /** Offset of a line's line feed, or of the end of the text. */
  readonly endOfLine: (line: number) => number;
}

export function lineTable(text: string): LineTable {
  const starts = [0];
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) {
    starts.push(index + 1);
  }
  const startOfLine = (line: number): number => starts[line - 1] ?? text.length;
  const endOfLine = (line: number): number =>
    line < starts.length ? startOfLine(line + 1) - 1 : text.length;
  // Most offsets are asked for near the one before.
  let last = 1;
  const lineAt = (offset: number): number => {
    if (startOfLine(last) > offset || endOfLine(last) < offset) last = search(starts, offset);
    return last;
  };
  return { lineAt, startOfLine, endOfLine };
}

/** The last line that starts at or before an offset. */
function search(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low + 1;
}
