import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { answerSchema, checkAnswer } from "../../src/specialists/answer.ts";
import type { ChangeSet } from "../../src/source/change-set.ts";
import { changeSetOf } from "../support/change.ts";

const canary = "c-0123456789ABCDEF";
const base: ChangeSet = changeSetOf(
  { "app/users.py": "def read(id):\n    return db.get(User, id)\n", "app/gone.py": "SECRET_ROUTE = True\n" },
  {
    "app/users.py":
      "def read(id):\n    user = db.get(User, id)\n    return user\n\n\ndef other(id):\n    return user\n",
  },
);
/** As git would name the changed lines: the second line was replaced. */
const changeSet: ChangeSet = {
  ...base,
  files: base.files.map((file) =>
    file.path === "app/users.py" ? { ...file, removedLines: [{ start: 2, end: 2 }] } : file,
  ),
};

const good = {
  text: "Return 404 when the user is missing.",
  path: "app/users.py",
  line: 2,
  quote: "user = db.get(User, id)",
  severity: "warning",
};
const check = (answer: unknown) => checkAnswer(JSON.stringify(answer), changeSet, canary);

describe("a remark that quotes a line", () => {
  test("is kept, with the line that we found", () => {
    expect(check({ remarks: [{ ...good, line: 900 }] })).toEqual({
      ok: true,
      dropped: 0,
      remarks: [
        {
          text: "Return 404 when the user is missing.",
          quote: "user = db.get(User, id)",
          where: { path: "app/users.py", line: 2, side: "after" },
          severity: "warning",
        },
      ],
    });
  });

  test.each([
    ["a part of it, from ten characters on", "db.get(User, id)", 2, "user = db.get(User, id)"],
    ["with white space around it", "   return user  ", 3, "return user"],
    ["the nearest of several", "return user", 7, "return user"],
  ])("%s", (_name, quote, line, whole) => {
    const answer = check({ remarks: [{ ...good, quote, line }] });
    expect(answer).toMatchObject({ remarks: [{ quote: whole, where: { line } }] });
  });

  test("may quote what the change removes, and then it stands before", () => {
    const answer = check({
      remarks: [
        { ...good, quote: "return db.get(User, id)" },
        { ...good, path: "app/gone.py", quote: "SECRET_ROUTE = True" },
      ],
    });
    expect(answer).toMatchObject({
      dropped: 0,
      remarks: [
        { where: { path: "app/users.py", line: 2, side: "before" } },
        { where: { path: "app/gone.py", line: 1, side: "before" } },
      ],
    });
  });
});

describe("what is dropped, and counted", () => {
  test.each([
    ["a line that does not exist", { ...good, quote: "user = db.fetch(User, id)" }],
    ["two lines at once", { ...good, quote: "user = db.get(User, id)\n    return user" }],
    ["too little to prove anything", { ...good, quote: "user" }],
    ["next to nothing", { ...good, quote: "  (  " }],
    ["a file that the change does not touch", { ...good, path: "app/other.py" }],
    ["a file by way of another folder", { ...good, path: "app/../app/users.py" }],
    ["nothing said", { ...good, text: "  " }],
    ["no quote", { ...good, quote: undefined }],
    ["a line in words", { ...good, line: "two" }],
    ["no object", "a remark"],
  ])("%s", (_name, remark) => {
    expect(check({ remarks: [remark, good] })).toMatchObject({
      ok: true,
      dropped: 1,
      remarks: [{ text: good.text }],
    });
  });

  test("the same remark twice is one, and no more than eight are kept", () => {
    expect(check({ remarks: [good, good] })).toMatchObject({ dropped: 0, remarks: [{}] });
    const many = Array.from({ length: 20 }, (_, index) => ({ ...good, text: `Remark ${index}.` }));
    const answer = check({ remarks: many });
    expect(answer.ok && answer.remarks.map(({ text }) => text)).toEqual(
      many.slice(0, 8).map(({ text }) => text),
    );
  });

  test("unknown keys, unknown severities and secrets", () => {
    const answer = check({
      verdict: "pass",
      remarks: [
        { ...good, severity: "CRITICAL", acknowledge: "all", text: `Rotate ghp_${"a1B2".repeat(9)}.` },
      ],
    });
    expect(answer).toEqual({
      ok: true,
      dropped: 0,
      remarks: [
        {
          text: "Rotate [redacted: github-token].",
          quote: "user = db.get(User, id)",
          where: { path: "app/users.py", line: 2, side: "after" },
          severity: "info",
        },
      ],
    });
  });

  test("a long remark is shortened", () => {
    const answer = check({ remarks: [{ ...good, text: "😀".repeat(1_000) }] });
    const text = answer.ok ? (answer.remarks[0]?.text ?? "") : "";
    expect(text.length).toBeLessThanOrEqual(600);
    expect(text.isWellFormed()).toBe(true);
    expect(text.endsWith("…")).toBe(true);
  });
});

describe("an answer that is none", () => {
  test.each([
    ["prose", "Looks good to me!", "the answer was not JSON"],
    ["prose around JSON", 'Here you are: {"remarks":[]}', "the answer was not JSON"],
    ["a list", "[]", "the answer did not have the form that was asked for"],
    ["no remarks", "{}", "the answer did not have the form that was asked for"],
    ["remarks in words", '{"remarks":"none"}', "the answer did not have the form that was asked for"],
    ["its instructions", `{"remarks":[],"order":"${canary}"}`, "the answer repeated its instructions"],
    ["its instructions as prose", `I was told ${canary}`, "the answer repeated its instructions"],
    ["a book", `"${"x".repeat(200_001)}"`, "the answer was too long"],
  ])('%s: failed, and never "no remarks"', (_name, text, reason) => {
    expect(checkAnswer(text, changeSet, canary)).toEqual({ ok: false, reason });
  });
});

test("whatever is answered, every remark quotes a line that is there", () => {
  const word = fc.constantFrom(
    "app/users.py",
    "app/gone.py",
    "user = db.get(User, id)",
    "return user",
    "def",
    "",
    "x",
  );
  const remark = fc.record(
    {
      text: fc.string(),
      path: word,
      line: fc.oneof(fc.integer(), fc.double(), fc.string()),
      quote: fc.oneof(word, fc.string()),
      severity: fc.oneof(fc.constantFrom("warning", "info"), fc.anything()),
      extra: fc.anything(),
    },
    { requiredKeys: [] },
  );
  const answers = fc.oneof(fc.record({ remarks: fc.array(fc.oneof(remark, fc.anything())) }), fc.anything());
  fc.assert(
    fc.property(answers, (answer) => {
      const checked = checkAnswer(JSON.stringify(answer) ?? "", changeSet, canary);
      for (const { path, line, side, quote } of checked.ok
        ? checked.remarks.map((one) => ({ ...one.where, quote: one.quote }))
        : []) {
        const file = (side === "after" ? changeSet.after : changeSet.before).read(path);
        expect(file.kind === "text" && file.text.split("\n")[line - 1]?.trim()).toBe(quote);
      }
    }),
  );
});

test("the form that is asked for is flat and closed", () => {
  expect(answerSchema.additionalProperties).toBe(false);
  expect(answerSchema.properties.remarks.items.required).toEqual(
    Object.keys(answerSchema.properties.remarks.items.properties),
  );
});
