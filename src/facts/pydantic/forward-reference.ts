import type { Expression, Span } from "../../syntax/python/ast.ts";

/**
 * Reads the text of a quoted annotation (`"Item | None"`, `'list["Item"]'`): names, attributes, subscripts, unions,
 * literals. Null for anything else. Nodes carry the span of the string that holds them.
 */
export function parseForwardReference(text: string, span: Span): Expression | null {
  const tokens = tokenise(text);
  if (tokens === null) return null;
  const parser = new AnnotationParser(tokens, span);
  return parser.whole();
}

/** Word, number, quoted string or one character. */
const token = /\s*(?:([A-Za-z_]\w*)|(-?\d[\d_]*)|"([^"\\]*)"|'([^'\\]*)'|(\.\.\.)|([[\],.|]))/y;

type Token =
  | { readonly kind: "name" | "number" | "string"; readonly text: string }
  | { readonly kind: "mark"; readonly text: string };

function tokenise(text: string): Token[] | null {
  const source = text.trim();
  const tokens: Token[] = [];
  token.lastIndex = 0;
  while (token.lastIndex < source.length) {
    const match = token.exec(source);
    if (match === null) return null;
    const [, name, number, double, single, ellipsis, mark] = match;
    if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (double !== undefined || single !== undefined) {
      tokens.push({ kind: "string", text: double ?? single ?? "" });
    } else tokens.push({ kind: "mark", text: ellipsis ?? mark ?? "" });
  }
  return tokens;
}

const deepest = 50;

class AnnotationParser {
  private at = 0;
  private depth = 0;
  private readonly tokens: readonly Token[];
  private readonly span: Span;

  constructor(tokens: readonly Token[], span: Span) {
    this.tokens = tokens;
    const { line, endLine, start, end } = span;
    this.span = { line, endLine, start, end };
  }

  whole(): Expression | null {
    const expression = this.union();
    return expression === null || this.at !== this.tokens.length ? null : expression;
  }

  private union(): Expression | null {
    this.depth += 1;
    if (this.depth > deepest) return null;
    let left = this.postfix();
    while (left !== null && this.take("|")) {
      const right = this.postfix();
      left = right === null ? null : { kind: "binary", operator: "|", left, right, ...this.span };
    }
    this.depth -= 1;
    return left;
  }

  private postfix(): Expression | null {
    let value = this.atom();
    while (value !== null) {
      if (this.take(".")) {
        const name = this.tokens[this.at];
        if (name?.kind !== "name") return null;
        this.at += 1;
        value = { kind: "attribute", value, attribute: name.text, ...this.span };
      } else if (this.take("[")) {
        const index = this.elements();
        if (index === null) return null;
        value = { kind: "subscript", value, index, ...this.span };
      } else return value;
    }
    return null;
  }

  /** What stands between brackets, the closing one included. */
  private elements(): Expression | null {
    const elements: Expression[] = [];
    let comma = false;
    while (!this.take("]")) {
      const element = this.union();
      if (element === null) return null;
      elements.push(element);
      if (this.take(",")) comma = true;
      else if (this.peek() !== "]") return null;
    }
    const [only] = elements;
    if (only === undefined) return null;
    return comma ? { kind: "tuple", elements, ...this.span } : only;
  }

  private atom(): Expression | null {
    const next = this.tokens[this.at];
    if (next === undefined) return null;
    this.at += 1;
    if (next.kind === "number") {
      return { kind: "number", text: next.text, value: Number(next.text.replaceAll("_", "")), ...this.span };
    }
    if (next.kind === "string") return { kind: "string", value: next.text, ...this.span };
    if (next.kind === "mark") {
      if (next.text === "...") return { kind: "constant", value: "...", ...this.span };
      if (next.text !== "[") return null;
      const list = this.elements();
      if (list === null) return null;
      return { kind: "list", elements: list.kind === "tuple" ? list.elements : [list], ...this.span };
    }
    const constant = { None: null, True: true, False: false } as const;
    if (next.text === "None" || next.text === "True" || next.text === "False") {
      return { kind: "constant", value: constant[next.text], ...this.span };
    }
    return { kind: "name", id: next.text, ...this.span };
  }

  private take(mark: string): boolean {
    if (this.peek() !== mark) return false;
    this.at += 1;
    return true;
  }

  private peek(): string | null {
    const next = this.tokens[this.at];
    return next?.kind === "mark" ? next.text : null;
  }
}
