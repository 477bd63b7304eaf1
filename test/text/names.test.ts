import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { hasWord, lastPart } from "../../src/text/names.ts";

describe("names", () => {
  test.each([
    ["sqlalchemy.orm.Mapped", "Mapped"],
    ["users", "users"],
    ["billing.", ""],
  ])("the last part of %s is %j", (name, expected) => {
    expect(lastPart(name)).toBe(expected);
  });

  test.each<[string, string, boolean]>([
    ['op.drop_table("users")', "users", true],
    ["users", "users", true],
    ["superusers and users2", "users", false],
    ["ix_users_email", "users", false],
    ["users2, then users", "users", true],
  ])("%j has the word %s: %s", (text, word, expected) => {
    expect(hasWord(text, word)).toBe(expected);
  });

  test("a word among others is found as a word boundary finds it", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[ab_ .]{0,20}$/),
        (text) => hasWord(text, "ab") === /\bab\b/.test(text),
      ),
    );
  });
});
