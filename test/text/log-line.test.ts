import * as fc from "fast-check";
import { expect, test } from "vitest";

import { logLine, logText } from "../../src/text/log-line.ts";

test.each([
  ["a plain sentence: with `code`", "a plain sentence: with `code`"],
  ["::set-output name=verdict::pass", ": :set-output name=verdict::pass"],
  ["  \t::warning::x", "  \\t::warning::x"],
  ["   ::warning::x", "   : :warning::x"],
  ["module::function", "module::function"],
  ["path/##[set-output name=verdict;]pass", "path/#[set-output name=verdict;]pass"],
  ["####[add-mask]x", "#[add-mask]x"],
  ["one\r\n::error::two", "one\\u{d}\\n::error::two"],
  ["\u001b[31mred", "\\u{1b}[31mred"],
])("%j → %j", (message, line) => expect(logLine(message)).toBe(line));

/** What GitHub's runner does with a line (ActionCommand.cs, `TryParseV2` and `TryParse`). */
function obeys(line: string): boolean {
  return line.trimStart().startsWith("::") || /##\[/.test(line);
}

test("no line is an order to the runner, whatever the message", () => {
  const piece = fc.constantFrom(
    "::",
    ":",
    "##[",
    "#",
    "[",
    "]",
    " ",
    "\t",
    "\r",
    "\n",
    "\u0085",
    "\u2028",
    "\ufeff",
    "x",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const line = logLine(pieces.join(""));
      expect(obeys(line)).toBe(false);
      expect(line).not.toMatch(/[\r\n\u0085\u2028]/);
    }),
  );
});

test("a text of several lines keeps them, without an order in any", () => {
  expect(logText("# A title\n  ::error::x\n\u001b[31mred ##[add-mask]x\n")).toBe(
    "# A title\n  : :error::x\n\u001b[31mred #[add-mask]x\n",
  );
});

test("a message of 2 MB is neutralised at once", () => {
  for (const character of ["#", ":", " ", "["]) {
    const start = performance.now();
    logLine(character.repeat(2 ** 21));
    expect(performance.now() - start).toBeLessThan(1_000);
  }
});
