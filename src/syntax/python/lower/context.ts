import type { Span, UnreadRegion } from "../ast.ts";
import type { LineTable } from "../lines.ts";
import type { SyntaxNode } from "./node.ts";

/** What lowering one tree needs: the text, where its lines start, and what could not be read so far. */
export interface Context {
  readonly source: string;
  readonly lines: LineTable;
  readonly unread: UnreadRegion[];
  /** Whether the tree holds any error: without one, nothing has to be checked node by node. */
  readonly hasErrors: boolean;
  depth: number;
  /** Offset of a star that stands for a whole operation, not for the operand behind it; -1 for none. */
  star: number;
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

export function textOf(context: Context, node: SyntaxNode): string {
  return context.source.slice(node.start, node.end);
}

/** An identifier as Python compares it: NFKC, so that look-alikes of a name are that name. */
export function identifier(context: Context, node: SyntaxNode): string {
  const text = textOf(context, node);
  // oxlint-disable-next-line no-control-regex -- the range is all of ASCII
  return /^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKC");
}

/** `a.b.c`, written with any white space between the parts. */
export function dottedName(context: Context, node: SyntaxNode): string {
  return node.parts.map((part) => identifier(context, part)).join(".");
}

export function spanOf(context: Context, node: SyntaxNode): Span {
  return spanBetween(context, node.start, node.end);
}

export function spanBetween(context: Context, start: number, end: number): Span {
  const line = context.lines.lineAt(start);
  const endLine = context.lines.endOfLine(line) >= end ? line : context.lines.lineAt(end);
  return { line, endLine, start, end };
}

/** The child in a field that the grammar demands. */
export function required(node: SyntaxNode, name: string): SyntaxNode {
  const child = node.field(name);
  if (child === null) throw new Unreadable("syntax-error");
  return child;
}

/** The part at a position that the grammar demands. */
export function partAt(node: SyntaxNode, index: number): SyntaxNode {
  const part = node.parts[index];
  if (part === undefined) throw new Unreadable("syntax-error");
  return part;
}

export function tokenAt(node: SyntaxNode, index: number): SyntaxNode {
  const token = node.tokens[index];
  if (token === undefined) throw new Unreadable("syntax-error");
  return token;
}

export function only(nodes: readonly SyntaxNode[]): SyntaxNode {
  const node = nodes[0];
  if (node === undefined) throw new Unreadable("syntax-error");
  return node;
}

export function hasToken(node: SyntaxNode, token: string): boolean {
  return node.tokens.some((child) => child.type === token);
}
