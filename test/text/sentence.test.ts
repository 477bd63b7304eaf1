import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { readPassage, writePassage, type Passage } from "../../src/text/passage.ts";
import {
  codes,
  codesIn,
  plainText,
  predicateOf,
  readSentence,
  say,
  subjectOf,
  withoutStop,
  withStop,
  writeSentence,
  type Sentence,
} from "../../src/text/sentence.ts";

const text = fc
  .array(fc.constantFrom("`", "``", "```", " ", "a", "users.email", "\n", ".", "_", "\u{1F600}"), {
    maxLength: 12,
  })
  .map((parts) => parts.join(""));
const sentence: fc.Arbitrary<Sentence> = fc
  .array(fc.oneof(text, fc.record({ code: text })), { maxLength: 6 })
  .map((parts) =>
    parts.reduce<Sentence>(
      (all, part) => (typeof part === "string" ? say`${all}${part}` : say`${all}\`${part.code}\``),
      [],
    ),
  );

describe("a sentence", () => {
  test.each<[string, Sentence, string]>([
    ["words and code", say`\`${"users.email"}\` is gone`, "`users.email` is gone"],
    ["code that holds a backtick", say`\`${"a`b"}\` is gone`, "``a`b`` is gone"],
    ["code that ends with one", say`\`${"a`"}\``, "`` a` ``"],
    ["a name made to end the code", say`\`${"a` @everyone `"}\` is gone`, "`` a` @everyone ` `` is gone"],
    ["a piece with code of its own", say`It is ${"in `a`"}`, "It is in `a`"],
    ["a sentence in a sentence", say`First ${say`\`${"a`b"}\``}, then ${1}`, "First ``a`b``, then 1"],
    ["a sentence in code", say`\`async ${say`\`def\``}\``, "`async def`"],
    ["code of nothing", say`\`${""}\``, "` `"],
    ["a lone backtick", say`a \` b`, "a ' b"],
    ["names", codes(["a", "b", "c"], "and"), "`a`, `b` and `c`"],
    ["names without a word", codes(["a", "b"]), "`a`, `b`"],
  ])("%s", (_, said, written) => {
    expect(writeSentence(said)).toBe(written);
    expect(readSentence(written)).toEqual(said);
  });

  test("is read from its text as it was", () => {
    fc.assert(
      fc.property(sentence, (said) => {
        expect(readSentence(writeSentence(said))).toEqual(said);
      }),
    );
  });

  test("keeps a value inside of code, whatever it holds", () => {
    fc.assert(
      fc.property(text, (name) => {
        expect(codesIn(say`The table \`${name}\` is gone`)).toEqual([name === "" ? " " : name]);
      }),
    );
  });

  test("has a subject and a predicate", () => {
    const said = say`\`${"a"}\` replaces \`${"b"}\`; \`${"a"}\` stays.`;
    expect(subjectOf(said)).toBe("a");
    expect(writeSentence(predicateOf(said))).toBe("`…` replaces `b`; `…` stays.");
    expect(plainText(withoutStop(said))).toBe("a replaces b; a stays");
    expect(withStop(withoutStop(said))).toEqual(said);
    expect(withStop(said)).toEqual(said);
    expect(subjectOf(say`Nothing is named`)).toBeNull();
  });

  test("a megabyte of backticks in runs of every length is read in linear time", () => {
    const runs = Array.from({ length: 1_400 }, (_, index) => "`".repeat(index + 1)).join(" ");
    // A search for each run's end would look at each of the others: the runner's time-out is the assertion.
    expect(plainText(readSentence(runs)).length).toBe(runs.length);
    expect(codesIn(readSentence("`a` ".repeat(250_000)))).toHaveLength(250_000);
  });
});

describe("a passage", () => {
  const passage: Passage = [
    { kind: "prose", sentence: say`Do it \`${"later"}\`:` },
    { kind: "code", language: "python", text: 'op.drop_column("users", "age")' },
  ];
  test("is written as Markdown", () => {
    expect(writePassage(passage)).toBe('Do it `later`:\n```python\nop.drop_column("users", "age")\n```');
    expect(readPassage(writePassage(passage))).toEqual(passage);
  });

  test("code cannot end its block", () => {
    const hostile: Passage = [{ kind: "code", language: "", text: "a\n```\n@everyone\n````` b" }];
    expect(readPassage(writePassage(hostile))).toEqual(hostile);
  });

  test("code that nothing ends is code", () => {
    expect(readPassage("```sh\nls")).toEqual([{ kind: "code", language: "sh", text: "ls" }]);
  });

  test("is read from its text as it was", () => {
    const block = fc.oneof(
      sentence
        .filter((said) => !plainText(said).includes("\n"))
        .map((said) => ({ kind: "prose" as const, sentence: said })),
      fc.record({ kind: fc.constant("code" as const), language: fc.constantFrom("", "sh"), text }),
    );
    fc.assert(
      fc.property(fc.array(block, { minLength: 1, maxLength: 5 }), (blocks) => {
        expect(readPassage(writePassage(blocks))).toEqual(blocks);
      }),
    );
  });
});
