import fc from "fast-check";
import { Marked, type Token } from "marked";
import { describe, expect, test } from "vitest";

import { readPassage } from "../../src/text/passage.ts";
import {
  codeBlock,
  codeCell,
  codeSpan,
  escapeMarkdown,
  prose,
  revealInvisible,
  sentence,
} from "../../src/text/untrusted.ts";

/** Text that is likely to be read as markup, and arbitrary text. */
const hostile = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc
    .array(
      fc.constantFrom(
        ..."`*_[]()<>!#@|~\\/:.\n&-+=\"'".split(""),
        "](http://x)",
        "![a](http://x/i.png)",
        "<img src=x onerror=1>",
        "<!-- coord-platform:report v1 -->",
        "https://evil.example/",
        "www.evil.example",
        "@team",
        "#123",
        "GH-12",
        "a@b.example",
        "```",
        "/coord-platform ack ESC-API-0000000000000000",
        "word",
        " ",
      ),
      { maxLength: 30 },
    )
    .map((parts) => parts.join("")),
);

describe("what a Markdown reader finds in escaped text", () => {
  test.each([
    ["escapeMarkdown", (text: string) => `Before ${escapeMarkdown(text)} after`],
    ["escapeMarkdown at the start", (text: string) => escapeMarkdown(text)],
    ["sentence", (text: string) => `- ${sentence(text)}`],
    ["codeSpan", (text: string) => `Before ${codeSpan(text)} after`],
    ["codeBlock", (text: string) => codeBlock(text, "text")],
    ["prose", (text: string) => prose(readPassage(text))],
    [
      "a table cell",
      (text: string) => `| a | b |\n|---|---|\n| ${codeCell(text)} | ${escapeMarkdown(text)} |`,
    ],
  ])("%s: no link, image, HTML, emphasis or mention", (_name, render) => {
    fc.assert(
      fc.property(hostile, (text) => {
        const tokens = allTokens(new Marked({ gfm: true }).lexer(render(text)));
        const active = tokens.filter((token) =>
          ["link", "image", "html", "def", "em", "strong", "del"].includes(token.type),
        );
        expect(active).toEqual([]);
        const visible = tokens
          .filter((token) => token.type === "text" && !("tokens" in token && token.tokens))
          .map((token) => token.raw);
        expect(visible.filter((part) => /(?:^|[^\\\w`])@[A-Za-z]/.test(part))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  test("a table keeps its two columns whatever stands in a cell", () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const [table] = new Marked({ gfm: true }).lexer(`| a | b |\n|---|---|\n| ${codeCell(text)} | end |`);
        expect(table?.type).toBe("table");
        if (table?.type === "table") expect(table["rows"][0][1].text).toBe("end");
      }),
    );
  });
});

test("a file name made to break out stays one code span", () => {
  const name = "dir/<img src=x onerror=1>|`@team`](http:x).py";
  expect(codeSpan(name)).toBe("``dir/<img src=x onerror=1>|`@team`](http:x).py``");
});

test("our own sentences read as they were written", () => {
  expect(sentence("`users.email` disappears from 3 operations (v1).")).toBe(
    "`users.email` disappears from 3 operations (v1).",
  );
  expect(sentence("a lone ` is text")).toBe("a lone ' is text");
});

test("what cannot be seen is shown", () => {
  expect(revealInvisible("a\u202Eb\u200Bc\u{E0041}")).toBe("a\\u{202e}b\\u{200b}c\\u{e0041}");
});

test("an emoji keeps its selector and its joiner", () => {
  expect(revealInvisible("\u267B\uFE0F \u{1F468}\u200D\u{1F4BB} a\uFE0F")).toBe(
    "\u267B\uFE0F \u{1F468}\u200D\u{1F4BB} a\\u{fe0f}",
  );
});

test("a report line never begins with a command", () => {
  expect(escapeMarkdown("/coord-platform ack ESC-API-0000000000000000").startsWith("/")).toBe(false);
});

test.each([
  ["spaces", " ".repeat(2_000_000)],
  ["brackets", "(".repeat(2_000_000)],
  ["quotes", '"'.repeat(2_000_000)],
  ["comments", "<!--".repeat(500_000)],
])("two megabytes of %s are escaped in linear time", (_name, text) => {
  // A quadratic expression would take minutes here: the runner's time-out is the assertion.
  expect(escapeMarkdown(text).length).toBeGreaterThanOrEqual(text.length);
  expect(sentence(text).length).toBeGreaterThanOrEqual(text.length);
});

function allTokens(tokens: readonly Token[]): readonly Token[] {
  return tokens.flatMap((token) => {
    const nested: Token[] = [];
    if ("tokens" in token && Array.isArray(token.tokens)) nested.push(...token.tokens);
    if (token.type === "list") nested.push(...token["items"]);
    if (token.type === "table") {
      for (const cell of [...token["header"], ...token["rows"].flat()]) nested.push(...cell.tokens);
    }
    return [token, ...allTokens(nested)];
  });
}
