import type { Expression, Span } from "../../syntax/python/ast.ts";

const nowhere: Span = { line: 0, endLine: 0, start: 0, end: 0 };

/**
 * A quoted annotation (`Mapped["Optional[str]"]`) as an expression: dotted names, subscripts and unions, which is all
 * that types are made of. Null for anything else.
 */
export function parseAnnotationText(text: string): Expression | null {
  const tokens = text.match(/[\p{L}_][\p{L}\p{N}_]*|[^\s]/gu) ?? [];
  const reader = { tokens, at: 0 };
  const expression = readUnion(reader, 0);
  return reader.at === tokens.length ? expression : null;
}

interface Reader {
  readonly tokens: readonly string[];
  at: number;
}

function take(reader: Reader, token: string): boolean {
  if (reader.tokens[reader.at] !== token) return false;
  reader.at += 1;
  return true;
}

function readUnion(reader: Reader, depth: number): Expression | null {
  let left = readType(reader, depth);
  while (left !== null && take(reader, "|")) {
    const right = readType(reader, depth);
    if (right === null) return null;
    left = { ...nowhere, kind: "binary", operator: "|", left, right };
  }
  return left;
}

function readType(reader: Reader, depth: number): Expression | null {
  const name = reader.tokens[reader.at];
  if (depth > 20 || name === undefined || !/^[\p{L}_]/u.test(name)) return null;
  reader.at += 1;
  let type: Expression =
    name === "None" ? { ...nowhere, kind: "constant", value: null } : { ...nowhere, kind: "name", id: name };
  while (take(reader, ".")) {
    const attribute = reader.tokens[reader.at];
    if (attribute === undefined || !/^[\p{L}_]/u.test(attribute)) return null;
    reader.at += 1;
    type = { ...nowhere, kind: "attribute", value: type, attribute };
  }
  if (!take(reader, "[")) return type;
  const elements: Expression[] = [];
  do {
    const element = readUnion(reader, depth + 1);
    if (element === null) return null;
    elements.push(element);
  } while (take(reader, ","));
  if (!take(reader, "]")) return null;
  const [only] = elements;
  const index: Expression =
    elements.length === 1 && only !== undefined ? only : { ...nowhere, kind: "tuple", elements };
  return { ...nowhere, kind: "subscript", value: type, index };
}
