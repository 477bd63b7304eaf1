import type { Node } from "web-tree-sitter";

/**
 * Rewrites what is newer than the grammar into what it knows, without moving anything: t-strings (PEP 750) as
 * f-strings, and spaces for the defaults of type parameters (PEP 696), which no reader needs. Gives the same text
 * where there is nothing to rewrite.
 */
export function rewriteNewer(root: Node, source: string): string {
  return withoutDefaults(root, asFormatted(source, templateStrings(root, source)));
}

const templatePrefix = /(?<![A-Za-z0-9_])(?:[tT][rR]?|[rR][tT])["']/;

/** Offsets of t-strings, which the grammar takes for plain strings. */
function templateStrings(root: Node, source: string): number[] {
  if (!templatePrefix.test(source)) return [];
  return root
    .descendantsOfType("string_start")
    .map((node) => node.startIndex)
    .filter((offset) => /^(?:[tT][rR]?|[rR][tT])["']/.test(source.slice(offset, offset + 3)));
}

/** The same text with `f` for the `t` of each string at the offsets. */
function asFormatted(source: string, offsets: readonly number[]): string {
  let text = "";
  let position = 0;
  for (const offset of offsets) {
    const at = /[rR]/.test(source.charAt(offset)) ? offset + 1 : offset;
    text += `${source.slice(position, at)}f`;
    position = at + 1;
  }
  return text + source.slice(position);
}

/** The same text without `= default` in lists of type parameters, which the grammar leaves as an error. */
function withoutDefaults(root: Node, source: string): string {
  if (!root.hasError) return source;
  let text = "";
  let position = 0;
  for (const node of root.descendantsOfType("type_parameter")) {
    if (!node.hasError || node.startIndex < position) continue;
    for (const [start, end] of defaultsOf(source, node.startIndex)) {
      text += source.slice(position, start) + source.slice(start, end).replace(/[^\n]/g, " ");
      position = end;
    }
  }
  return text + source.slice(position);
}

const bracket = /[[\](){},=\n]/g;

/** From each `=` of a bracketed list to the next comma or the closing bracket. */
function defaultsOf(source: string, list: number): [number, number][] {
  const defaults: [number, number][] = [];
  let depth = 0;
  let start: number | null = null;
  bracket.lastIndex = list;
  for (let match = bracket.exec(source); match !== null; match = bracket.exec(source)) {
    const { index } = match;
    if (start !== null && depth === 1 && /[,\]]/.test(match[0])) {
      defaults.push([start, index]);
      start = null;
    }
    if (match[0] === "=" && depth === 1) start ??= index;
    if (/[[({]/.test(match[0])) depth += 1;
    if (/[\])}]/.test(match[0])) depth -= 1;
    if (depth === 0) break;
  }
  return defaults;
}
