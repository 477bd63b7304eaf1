import * as fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decodeText } from "../../src/source/decode.ts";

const latin1 = (text: string) => Buffer.from(text, "latin1");
const text = (value: string) => ({ kind: "text", text: value });
const encoding = { kind: "unread", reason: "encoding" };

describe("any file", () => {
  test("is UTF-8, without its byte order mark", () => {
    expect(decodeText(Buffer.from("naïve ✓\r\n"), false)).toEqual(text("naïve ✓\r\n"));
    expect(decodeText(Buffer.from("\ufeffa: 1\n"), false)).toEqual(text("a: 1\n"));
    expect(decodeText(new Uint8Array(), false)).toEqual(text(""));
  });

  test("is unread where it is not", () => {
    expect(decodeText(latin1("# naïve"), false)).toEqual(encoding);
    expect(decodeText(Buffer.from("a\0b"), false)).toEqual({ kind: "unread", reason: "binary" });
    expect(decodeText(Buffer.from("\ufeffx = 1", "utf16le"), false)).toEqual({
      kind: "unread",
      reason: "binary",
    });
  });

  test("keeps every valid text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (value) => {
        fc.pre(!value.includes("\0") && !value.startsWith("\ufeff"));
        expect(decodeText(Buffer.from(value), false)).toEqual(text(value));
      }),
    );
  });
});

// Expected values: tokenize.open() of CPython 3.11 on the same bytes.
describe("a Python file", () => {
  test.each([
    ["# -*- coding: latin-1 -*-\nx = 'é'\n", "x = 'é'"],
    ["#!/usr/bin/env python\n# vim: set fileencoding=iso-8859-1 :\nx = 'é'\n", "x = 'é'"],
    ["# coding: latin-1-unix\nx = 'é'\n", "x = 'é'"],
    ["\n# coding: ISO_8859_1\nx = 'é'\n", "x = 'é'"],
    ["# coding: iso-8859-15\nx = '\xa4'\n", "x = '€'"],
    ["# coding: latin-1\nx = '\x80'\n", "x = '\x80'"],
  ])("is read in the encoding it declares: %j", (source, line) => {
    const found = decodeText(latin1(source), true);
    expect(found.kind === "text" ? found.text.split("\n") : []).toContain(line);
  });

  test.each([
    "x = 'é'\n",
    "x = 1\n# coding: latin-1\ny = 'é'\n",
    "\n\n# coding: latin-1\ny = 'é'\n",
    "s = '# coding: latin-1'\ny = 'é'\n",
    "# coding: ascii\ny = 'é'\n",
    "# coding: utf-8\ny = 'é'\n",
    "# coding: utf-7\ny = '+AOk-'\n",
    "# coding: unicode_escape\n\\x69mport os\n",
    "# coding: rot13\nvzcbeg bf\n",
    "\xef\xbb\xbf# coding: latin-1\nx = 1\n",
  ])("is unread where Python would fail, or where its codec hides code: %j", (source) => {
    expect(decodeText(latin1(source), true)).toEqual(encoding);
  });

  test.each([
    "# coding: utf8\nx = 1\n",
    "\xef\xbb\xbf# coding: utf-8\nx = 1\n",
    "# coding: utf-8-unix\nx = 1\n",
  ])("may say that it is UTF-8: %j", (source) => {
    expect(decodeText(latin1(source), true)).toMatchObject({ kind: "text" });
  });

  test("an SQL file declares nothing", () => {
    expect(decodeText(latin1("# coding: latin-1\nSELECT 'é'\n"), false)).toEqual(encoding);
  });
});
