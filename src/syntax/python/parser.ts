import type { Node, Parser } from "web-tree-sitter";

import type { Syntax } from "../syntax.ts";
import type { Module } from "./ast.ts";
import { lineTable } from "./lines.ts";
import { type Context, Unreadable } from "./lower/context.ts";
import { SyntaxNode } from "./lower/node.ts";
import { statements } from "./lower/statements.ts";
import { prepare } from "./prepare.ts";
import { rewriteNewer } from "./rewrite-newer.ts";

/** Characters of source whose modules are kept; a tree takes some fourteen bytes for each. */
const cacheBudget = 24_000_000;

/**
 * Makes the Python parser from a tree-sitter parser with the Python grammar. It is total: text that cannot be read
 * gives unknown statements and `unread` regions, never an exception. Equal texts give the same module object, so
 * that the two sides of a change parse nothing twice; the least recently used modules are forgotten.
 */
export function createPythonParser(parser: Parser): Pick<Syntax, "parsePython" | "pythonParsed"> {
  const cache = new Map<string, Module>();
  let cached = 0;
  let parsed = 0;
  const parsePython = (text: string): Module => {
    const known = cache.get(text);
    const module = known ?? parse(parser, text);
    if (known === undefined) {
      cached += text.length;
      parsed += 1;
    } else cache.delete(text);
    cache.set(text, module);
    for (const oldest of cache.keys()) {
      if (cached <= cacheBudget || oldest === text) break;
      cache.delete(oldest);
      cached -= oldest.length;
    }
    return module;
  };
  return { parsePython, pythonParsed: () => parsed };
}

function parse(parser: Parser, text: string): Module {
  if (!isDecodable(text)) return unreadModule(text);
  let source = prepare(text);
  for (let round = 0; round < maximumRounds; round += 1) {
    const tree = parser.parse(source);
    if (tree === null) return unreadModule(text);
    try {
      const rewritten = rewriteNewer(tree.rootNode, source);
      if (rewritten === source) return lowerModule(tree.rootNode, text);
      source = rewritten;
    } finally {
      tree.delete();
    }
  }
  return unreadModule(text);
}

function lowerModule(root: Node, text: string): Module {
  const context: Context = {
    source: text,
    lines: lineTable(text),
    unread: [],
    hasErrors: root.hasError,
    depth: 0,
    star: -1,
  };
  // A tree without any structure is one error.
  if (root.type !== "module") return unreadModule(text);
  try {
    const body = statements(context, new SyntaxNode(root).parts, "");
    return { body, unread: context.unread };
  } catch (error) {
    if (error instanceof Unreadable) return unreadModule(text);
    throw error;
  }
}

function unreadModule(text: string): Module {
  const endLine = text.split("\n").length;
  const span = { line: 1, endLine, start: 0, end: text.length };
  return {
    body: [{ kind: "unknown-statement", ...span }],
    unread: [{ reason: "syntax-error", line: 1, endLine }],
  };
}

/** Each round finds what the one before has uncovered: t-strings within t-strings. */
const maximumRounds = 5;

const cookie = /^[ \t\f]*#[^\n]*?coding[:=][ \t]*([-\w.]+)/;
const supersetsOfAscii = /^(?:utf-?8(?:-sig)?|(?:us-)?ascii|latin-?1|iso-?8859-?\d+|cp125\d|windows-125\d)$/i;

/**
 * Whether the text means what it shows: a declared encoding (PEP 263) such as UTF-7 gives other characters than those
 * that were read, and Python refuses a null character.
 */
function isDecodable(text: string): boolean {
  if (text.includes("\0")) return false;
  for (const line of text.slice(0, 1000).split("\n", 2)) {
    const declared = cookie.exec(line)?.[1];
    if (declared !== undefined) return supersetsOfAscii.test(declared.replaceAll("_", "-"));
    if (!/^[ \t\f\r\uFEFF]*(?:#|$)/.test(line)) break;
  }
  return true;
}
