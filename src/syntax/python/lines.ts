/** Lines of a text, counted as git counts them: ended by a line feed. */
export interface LineTable {
  /** The 1-based line that holds an offset. */
  readonly lineAt: (offset: number) => number;
  /** Offset of the first character of the line that holds an offset. */
  readonly startOfLineAt: (offset: number) => number;
}

export function lineTable(text: string): LineTable {
  const starts = [0];
  for (let index = text.indexOf("\n"); index !== -1; index = text.indexOf("\n", index + 1)) {
    starts.push(index + 1);
  }
  const lineAt = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
  return { lineAt, startOfLineAt: (offset) => starts[lineAt(offset) - 1] ?? 0 };
}
