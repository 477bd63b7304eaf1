import { describe, expect, test } from "vitest";

import type { Changes } from "../../src/changes/changes.ts";
import { contextOf, type Files } from "../support/change.ts";

const session = "from sqlalchemy.orm import Session\n";
const route = (name: string, body: string) =>
  `from fastapi import FastAPI\n${session}app = FastAPI()\n@app.get("/users")\nasync def ${name}(db: Session):\n    ${body}\n`;

async function changed(key: keyof Changes, before: Files, after: Files): Promise<readonly string[]> {
  const { changes } = await contextOf(before, after);
  const found: Changes[keyof Changes] = changes[key];
  return found.map((change) =>
    "status" in change && "key" in change ? `${change.status} ${change.key}` : "",
  );
}

describe("blocking calls", () => {
  const before = { "app/main.py": route("list_users", "return db.execute(1)") };

  test.each<readonly [string, Files, readonly string[]]>([
    [
      "formatting",
      { "app/main.py": route("list_users", "return (\n        db.execute( 1 )\n    )  # all") },
      [],
    ],
    ["a renamed function", { "app/main.py": route("read_users", "return db.execute(1)") }, []],
    ["a moved file", { "src/users.py": route("list_users", "return db.execute(1)") }, []],
    [
      "another call of the same kind",
      { "app/main.py": route("list_users", "return db.execute(1), db.execute(2)") },
      ["added GET /users › list_users › Session.execute"],
    ],
    [
      "a call of another kind",
      { "app/main.py": route("list_users", "db.commit()\n    return db.execute(1)") },
      ["added GET /users › list_users › Session.commit"],
    ],
    [
      "the call is gone",
      { "app/main.py": route("list_users", "return 1") },
      ["removed GET /users › list_users › Session.execute"],
    ],
  ])("%s", async (_, after, expected) => {
    expect(await changed("blockingCalls", before, after)).toEqual(expected);
  });
});

describe("blocking calls through a plain function", () => {
  const users = (helper: string, call: string) => ({
    "app/main.py": `from fastapi import FastAPI\n${session}app = FastAPI()\n${helper}\n@app.get("/users")\nasync def list_users(db: Session):\n    return ${call}\n`,
  });
  const once = "def find(db: Session):\n    return db.execute(1)\n";
  const twice = "def find(db: Session):\n    db.execute(0)\n    return db.execute(1)\n";

  test.each<readonly [string, Files, Files, readonly string[]]>([
    ["that was not called", users(once, "1"), users(once, "find(db)"), ["added"]],
    ["that does more of it", users(once, "find(db)"), users(twice, "find(db)"), []],
    ["that was an `async def`", users(`async ${once}`, "await find(db)"), users(once, "find(db)"), []],
    ["that was an `async def` of others", users(`async ${once}`, "1"), users(once, "find(db)"), ["added"]],
  ])("%s", async (_, before, after, expected) => {
    const found = await changed("blockingCalls", before, after);
    expect(found.filter((one) => one.startsWith("added")).map((one) => one.split(" ")[0])).toEqual(expected);
  });
});

describe("functions", () => {
  const service = (body: string) => `class UserService:\n    def find(self):\n        ${body}\n`;

  test("moved, renamed and reformatted functions are no change of what they do", async () => {
    const before = { "app/services/users.py": service("return 1") };
    expect(await changed("functions", before, { "app/services/people.py": service("return  1") })).toEqual(
      [],
    );
    expect(await changed("functions", before, { "app/services/users.py": service("return 2") })).toEqual([
      "modified users.UserService.find",
    ]);
  });
});

describe("settings", () => {
  test("a changed value is modified, a moved one is nothing", async () => {
    const engine = (size: number) => `engine = create_engine(url, pool_size=${size})\n`;
    const before = { "app/db.py": engine(5) };
    expect(await changed("settings", before, { "app/core/db.py": engine(5) })).toEqual([]);
    expect(await changed("settings", before, { "app/core/db.py": engine(9) })).toEqual([
      "modified create_engine.pool_size",
    ]);
  });
});
