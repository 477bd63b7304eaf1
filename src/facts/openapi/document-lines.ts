/** Finds lines in the text of a document: `lineOf("paths", "/users", "get")`, 1-based; null where it cannot be told. */
export type DocumentLines = (...keys: readonly string[]) => number | null;

/** Deeper keys than a property of a schema are not asked for. */
const deepest = 5;

/**
 * The lines of the keys of a JSON or YAML document, told by indentation alone: a document on one line, or in YAML's
 * braces, has none. Keys of a list's items count as keys of the list.
 */
export function linesOfDocument(text: string): DocumentLines {
  const lines = new Map<string, number>();
  const open: { readonly indent: number; readonly key: string }[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const found = keyOf(line);
    if (found === null) continue;
    while ((open.at(-1)?.indent ?? -1) >= found.indent) open.pop();
    open.push(found);
    if (open.length > deepest) continue;
    const path = pathOf(open.map(({ key }) => key));
    if (!lines.has(path)) lines.set(path, index + 1);
  }
  return (...keys) => lines.get(pathOf(keys)) ?? null;
}

function pathOf(keys: readonly string[]): string {
  return keys.join("\u0000");
}

/** `"name": …` or `name: …` at the start of a line, with its indentation. */
function keyOf(line: string): { readonly indent: number; readonly key: string } | null {
  const start = line.search(/[^ \t]/);
  if (start < 0 || start > 40) return null;
  const rest = line.slice(start, start + 300);
  const match =
    /^(?:"([^"\\]{1,250})"|'([^']{1,250})'|([^\s"'#{}[\],&*!|>%@`-][^\s:#]{0,250}))[ \t]{0,8}:(?=\s|$)/.exec(
      rest,
    );
  const key = match?.[1] ?? match?.[2] ?? match?.[3];
  return key === undefined ? null : { indent: start, key };
}
