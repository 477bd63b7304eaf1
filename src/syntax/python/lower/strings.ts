import type { BytesConstant, Interpolation, JoinedString, StringConstant } from "../ast.ts";
import { decodeString, type StringStyle } from "../decode-string.ts";
import { type Context, spanOf, textOf, Unreadable } from "./context.ts";
import type { SyntaxNode } from "./node.ts";
import { expression } from "./expressions.ts";

interface LiteralStyle extends StringStyle {
  /** In triple quotes. */
  readonly multiline: boolean;
}

type Literal = StringConstant | BytesConstant | JoinedString;

/** `"…"`, `b"…"`, `f"…"` or `t"…"`. */
export function stringLiteral(context: Context, node: SyntaxNode): Literal {
  const text = textOf(context, node);
  const quoted = /^([A-Za-z]*)("""|'''|"|')/.exec(text);
  if (quoted === null) throw new Unreadable("syntax-error");
  const prefix = (quoted[1] ?? "").toLowerCase();
  const quote = quoted[2] ?? "";
  const opening = prefix.length + quote.length;
  const style: LiteralStyle = {
    multiline: quote.length === 3,
    raw: prefix.includes("r"),
    bytes: prefix.includes("b"),
    formatted: /[ft]/.test(prefix),
  };
  const span = spanOf(context, node);
  if (style.formatted) {
    const literalEnd = node.end - quote.length;
    return {
      kind: "joined-string",
      template: prefix.includes("t"),
      parts: joinedParts(context, node, node.start + opening, literalEnd, style),
      ...span,
    };
  }
  const value = literal(text.slice(opening, text.length - quote.length), style);
  return style.bytes ? { kind: "bytes", value, ...span } : { kind: "string", value, ...span };
}

/** Decodes a part of a literal. The grammar allows a line to end within single quotes; Python does not. */
function literal(body: string, style: LiteralStyle): string {
  if (!style.multiline && body.includes("\n") && body.replace(/\\(?:\r\n|[^])/g, "").includes("\n")) {
    throw new Unreadable("syntax-error");
  }
  return decodeString(body, style);
}

/** Adjacent literals: plain ones become one constant, and one f-string among them makes the whole an f-string. */
export function concatenatedString(context: Context, node: SyntaxNode): Literal {
  const literals = node.parts.map((part) => stringLiteral(context, part));
  const span = spanOf(context, node);
  if (literals.every((literal) => literal.kind !== "joined-string")) {
    const value = literals.map((literal) => literal.value).join("");
    const kind = literals[0]?.kind ?? "string";
    // Python refuses to mix text and bytes.
    if (literals.some((literal) => literal.kind !== kind)) throw new Unreadable("syntax-error");
    return { kind, value, ...span };
  }
  const joined: (string | Interpolation)[] = [];
  let template = false;
  for (const literal of literals) {
    if (literal.kind !== "joined-string") append(joined, literal.value);
    else {
      template ||= literal.template;
      for (const part of literal.parts) append(joined, part);
    }
  }
  return { kind: "joined-string", template, parts: joined, ...span };
}

function joinedParts(
  context: Context,
  node: SyntaxNode,
  start: number,
  end: number,
  style: LiteralStyle,
): (string | Interpolation)[] {
  const joined: (string | Interpolation)[] = [];
  let position = start;
  for (const child of node.parts) {
    if (child.type !== "interpolation") continue;
    append(joined, literal(context.source.slice(position, child.start), style));
    for (const part of interpolation(context, child)) append(joined, part);
    position = child.end;
  }
  append(joined, literal(context.source.slice(position, end), style));
  return joined;
}

/** One `{…}`; `{x=}` gives its own text first, as in Python. */
function interpolation(context: Context, node: SyntaxNode): (string | Interpolation)[] {
  const inner = node.field("expression");
  if (inner === null) throw new Unreadable("syntax-error");
  const conversion = node.field("type_conversion");
  const format = node.field("format_specifier");
  const equals = node.tokens.find((child) => child.type === "=");
  const value: Interpolation = {
    kind: "interpolation",
    value: expression(context, inner),
    conversion:
      conversion !== null
        ? textOf(context, conversion)
        : equals !== undefined && format === null
          ? "!r"
          : null,
    // Without the colon.
    format: format === null ? null : textOf(context, format).slice(1),
    ...spanOf(context, node),
  };
  if (equals === undefined) return [value];
  const end = conversion ?? format;
  const labelEnd = end === null ? node.end - 1 : end.start;
  return [context.source.slice(node.start + 1, labelEnd), value];
}

function append(joined: (string | Interpolation)[], part: string | Interpolation): void {
  if (part === "") return;
  const last = joined.at(-1);
  if (typeof part === "string" && typeof last === "string") joined[joined.length - 1] = last + part;
  else joined.push(part);
}
