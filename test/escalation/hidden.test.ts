import { describe, expect, test } from "vitest";

import { doubtHidden } from "../../src/escalation/hidden.ts";
import { rules } from "../../src/rules/rules.ts";
import { runRules } from "../../src/rules/run.ts";
import { contextOf, type Files } from "../support/change.ts";

const main = `from fastapi import FastAPI

app = FastAPI()


@app.get("/residents")
def list_residents(limit: int = 10):
    return []


@app.get("/rooms")
def list_rooms(limit: int = 10):
    return []
`;
const before: Files = { "main.py": main };

/** What is said to be gone: subject, confidence and whether it decides. */
const gone = async (text: string): Promise<readonly string[]> => {
  const context = await contextOf(before, { "main.py": text });
  return doubtHidden(runRules(rules, context), context)
    .filter(({ where }) => where.side === "before")
    .map(({ subject, confidence, decides }) => `${subject} ${confidence}${decides ? " decides" : ""}`);
};

describe("what an unread part of its file may still hold is not known to be gone", () => {
  test.each([
    [
      "a bracket is missing in its parameters",
      ["limit: int = 10):", "limit: int = 10:"],
      ["GET /residents low"],
    ],
    [
      "a bracket is missing in its decorator, which hides the rest of the file",
      ['("/residents")', '("/residents"'],
      ["GET /residents low", "GET /rooms low"],
    ],
  ] as const)("%s", async (_name, [old, fresh], expected) => {
    expect(await gone(main.replace(old, fresh))).toEqual(expected);
  });

  test("what is really gone decides, whatever else the file does not let read", async () => {
    const [, rooms = ""] = main
      .split("\n\n\n@app.get")
      .map((part) => `@app.get${part}`)
      .slice(1);
    expect(rooms).toContain("/rooms");
    const text = `${main.replace(rooms, "")}\n\ndef broken(:\n    pass\n`;
    expect(await gone(text)).toEqual(["GET /rooms high decides"]);
  });

  test("without unread input nothing is doubted", async () => {
    expect(await gone(main.slice(0, main.indexOf('@app.get("/rooms")')))).toEqual([
      "GET /rooms high decides",
    ]);
  });
});

test("of a file that cannot be read at all nothing is known to be gone", async () => {
  const readable = await contextOf(before, { "main.py": "app = None\n" });
  const found = runRules(rules, readable);
  const context = {
    ...readable,
    after: {
      ...readable.after,
      unread: [{ path: "main.py", reason: "encoding" as const, line: null, endLine: null }],
    },
  };
  expect(found.map(({ decides }) => decides)).toEqual([true, true]);
  expect(doubtHidden(found, context).map(({ decides }) => decides)).toEqual([false, false]);
});
