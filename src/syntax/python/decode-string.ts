/**
 * Escapes of Python string literals (Language Reference 2.5.1). `\N{name}` stays as written: there is no table of
 * Unicode names here; an unknown escape keeps its backslash, as in Python.
 */

export interface StringStyle {
  readonly raw: boolean;
  readonly bytes: boolean;
  /** In f- and t-strings `{{` and `}}` stand for one brace. */
  readonly formatted: boolean;
}

const simple = new Map([
  ["\\", "\\"],
  ["'", "'"],
  ['"', '"'],
  ["a", "\u0007"],
  ["b", "\b"],
  ["f", "\f"],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["v", "\v"],
]);

const escape =
  /\\(?:\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}\n]{0,100}\}|[^{}])|\r\n?|\{\{|\}\}/g;

/** The value of the characters between the quotes. */
export function decodeString(body: string, style: StringStyle): string {
  if (!/[\\\r{}]/.test(body)) return body;
  return body.replace(escape, (match) => {
    if (match.startsWith("\r")) return "\n";
    if (match === "{{") return style.formatted ? "{" : match;
    if (match === "}}") return style.formatted ? "}" : match;
    if (style.raw) return match.replace(/\r\n?/, "\n");
    return decodeEscape(match, style.bytes);
  });
}

function decodeEscape(match: string, bytes: boolean): string {
  const kind = match.charAt(1);
  if (kind === "\n" || kind === "\r") return "";
  if (kind >= "0" && kind <= "7") return String.fromCharCode(Number.parseInt(match.slice(1), 8));
  if (kind === "x" && match.length === 4) return String.fromCharCode(Number.parseInt(match.slice(2), 16));
  if (!bytes && (kind === "u" || kind === "U") && match.length > 2) {
    const code = Number.parseInt(match.slice(2), 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : match;
  }
  return simple.get(kind) ?? match;
}
