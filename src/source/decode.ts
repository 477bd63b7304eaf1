import type { FileText } from "./snapshot.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true });

/**
 * Bytes of a file as text. A NUL byte means `binary`; what is not valid in its encoding is `encoding`, never replaced
 * by a guess. The encoding is UTF-8, and for Python what PEP 263 says: UTF-8, ASCII, Latin-1 and
 * Latin-9 are read, any other declared encoding is `encoding`. A byte order mark of UTF-8 is dropped.
 */
export function decodeText(bytes: Uint8Array, isPython: boolean): FileText {
  if (bytes.includes(0)) return { kind: "unread", reason: "binary" };
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  const declared = isPython ? declaredEncoding(bytes) : null;
  const decoder =
    marked && declared !== null && declared !== "utf-8" ? undefined : decoders.get(declared ?? "utf-8");
  try {
    if (decoder !== undefined) return { kind: "text", text: decoder(bytes) };
  } catch {
    // Not valid in its encoding.
  }
  return { kind: "unread", reason: "encoding" };
}

const decoders: ReadonlyMap<string, (bytes: Uint8Array) => string> = new Map([
  ["utf-8", (bytes) => utf8.decode(bytes)],
  ["us-ascii", decodeAscii],
  // TextDecoder means Windows-1252 by "latin1".
  ["iso-8859-1", (bytes) => Buffer.from(bytes).toString("latin1")],
  ["iso-8859-15", (bytes) => new TextDecoder("iso-8859-15").decode(bytes)],
]);

function decodeAscii(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte > 0x7f)) throw new RangeError("not ASCII");
  return Buffer.from(bytes).toString("latin1");
}

/** Names of Python's codecs for the encodings above (`Lib/encodings/aliases.py`). */
const codecs: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "utf-8": ["utf8", "u8", "utf", "cp65001", "utf8-ucs2", "utf8-ucs4"],
    "us-ascii": ["ascii", "646", "ansi-x3.4-1968", "iso646-us", "us"],
    "iso-8859-1": ["latin1", "iso8859-1", "8859", "cp819", "l1", "latin", "iso-ir-100"],
    "iso-8859-15": ["latin-9", "latin9", "iso8859-15", "l9"],
  }).flatMap(([name, aliases]) => [name, ...aliases].map((alias) => [alias, name] as const)),
);

/**
 * The encoding that a comment in the first two lines declares, the second only after an empty or comment line
 * (PEP 263, `tokenize.detect_encoding`): null for none, a codec's name, or the unknown name as it is written.
 */
function declaredEncoding(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 4_096)).toString("latin1");
  for (const line of start.replace(/^\xef\xbb\xbf/, "").split(/\r\n|\r|\n/, 2)) {
    const content = line.replace(/^[ \t\f]+/, "");
    if (content !== "" && !content.startsWith("#")) return null;
    const name = /coding[:=][ \t]*([-\w.]+)/.exec(content)?.[1];
    if (name !== undefined) {
      return codecOf(name.toLowerCase().replaceAll("_", "-"));
    }
  }
  return null;
}

/** Editors append to these two: `utf-8-unix`, `latin-1-dos`. */
function codecOf(name: string): string {
  if (name.startsWith("utf-8-")) return "utf-8";
  if (/^(latin-1|iso-8859-1|iso-latin-1)(-|$)/.test(name)) return "iso-8859-1";
  return codecs.get(name) ?? name;
}
