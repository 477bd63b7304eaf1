import type { Node } from "web-tree-sitter";

import type { Span, UnreadRegion } from "../ast.ts";
import type { LineTable } from "../lines.ts";

/** What lowering one tree needs: the text, where its lines start, and what could not be read so far. */
export interface Context {
  readonly source: string;
  readonly lines: LineTable;
  /** Offsets of strings that are t-strings (the grammar sees them as f-strings). */
  readonly templates: ReadonlySet<number>;
  readonly unread: UnreadRegion[];
  /** Whether the tree holds any error: without one, nothing has to be checked node by node. */
  readonly hasErrors: boolean;
  depth: number;
}

/** Trees that are nested deeper are not lowered, so that neither this recursion nor a reader's can overflow the stack. */
export const maximumDepth = 500;

/** Thrown where a statement cannot be lowered, caught at the innermost statement around it. */
export class Unreadable extends Error {
  readonly reason: UnreadRegion["reason"];

  constructor(reason: UnreadRegion["reason"]) {
    super(reason);
    this.reason = reason;
  }
}

/** Named children without comments and line continuations, which the grammar allows everywhere. */
export function parts(node: Node): Node[] {
  return node.namedChildren.filter((child) => !isExtra(child));
}

export function isExtra(node: Node): boolean {
  const type = node.type;
  return type === "comment" || type === "line_continuation";
}

export function textOf(context: Context, node: Node): string {
  return context.source.slice(node.startIndex, node.endIndex);
}

/** An identifier as Python compares it: NFKC, so that look-alikes of a name are that name. */
export function identifier(context: Context, node: Node): string {
  const text = textOf(context, node);
  // eslint-disable-next-line no-control-regex -- the range is all of ASCII
  return /^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKC");
}

/** `a.b.c`, written with any white space between the parts. */
export function dottedName(context: Context, node: Node): string {
  return parts(node)
    .map((part) => identifier(context, part))
    .join(".");
}

export function spanOf(context: Context, node: Node): Span {
  return spanBetween(context, node.startIndex, node.endIndex);
}

export function spanBetween(context: Context, start: number, end: number): Span {
  return { line: context.lines.lineAt(start), endLine: context.lines.lineAt(end), start, end };
}

/** The child in a field, or null. */
export function field(node: Node, name: string): Node | null {
  return node.childForFieldName(name);
}

/** The child in a field that the grammar demands. */
export function required(node: Node, name: string): Node {
  const child = node.childForFieldName(name);
  if (child === null) throw new Unreadable("syntax-error");
  return child;
}

export function only(nodes: readonly Node[]): Node {
  const node = nodes[0];
  if (node === undefined) throw new Unreadable("syntax-error");
  return node;
}

export function hasToken(node: Node, token: string): boolean {
  return node.children.some((child) => child.type === token);
}
