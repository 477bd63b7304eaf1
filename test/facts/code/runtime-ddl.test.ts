import { describe, expect, test } from "vitest";

import { codeOf } from "./read.ts";

async function ddl(body: string, path = "app/db.py"): Promise<readonly string[]> {
  const facts = await codeOf({ [path]: body });
  return facts.runtimeDdl.map((one) => `${one.function}: ${one.what} (${one.confidence})`);
}

const head = "from sqlalchemy import text\nfrom app.models import Base\n";

describe("schema changes while the application runs", () => {
  test.each([
    [
      "create_all",
      "def f(engine):\n    Base.metadata.create_all(engine)",
      ["f: Base.metadata.create_all (high)"],
    ],
    [
      "handed to run_sync",
      "async def f(c):\n    await c.run_sync(Base.metadata.create_all)",
      ["f: Base.metadata.create_all (high)"],
    ],
    ["at import", "Base.metadata.drop_all(bind=engine)", ["module level: Base.metadata.drop_all (high)"]],
    [
      "in text()",
      "def f(db):\n    db.execute(text('ALTER TABLE users ADD COLUMN x int'))",
      ['f: text("ALTER TABLE users ADD COLUMN x int") (high)'],
    ],
    [
      "without text()",
      "def f(db):\n    db.execute('create index ix on t (a)')",
      ['f: execute("create index ix on t (a)") (high)'],
    ],
    [
      "the second statement",
      "def f(db):\n    db.execute('CREATE EXTENSION x; DROP TABLE t')",
      ['f: execute("DROP TABLE t") (high)'],
    ],
    [
      "a name that is not constant",
      "def f(db, t):\n    db.execute(text(f'ALTER TABLE {t} DROP COLUMN x'))",
      ['f: text("ALTER TABLE…") (medium)'],
    ],
    [
      "stamping",
      "from alembic import command\ndef f(c):\n    command.stamp(c, 'head')",
      ["f: alembic.command.stamp (high)"],
    ],
    [
      "running the migrations is Alembic's way",
      "from alembic import command\ndef f(c):\n    command.upgrade(c, 'head')",
      [],
    ],
    ["rows", "def f(db):\n    db.execute(text('UPDATE t SET a = 1'))", []],
    ["a temporary table", "def f(db):\n    db.execute(text('CREATE TEMP TABLE t (a int)'))", []],
    ["prose", "def f(db):\n    print('DROP TABLE t')\n    db.execute('Create a new user now')", []],
    [
      "a private SQLite file",
      "import sqlite3\ndef f():\n    sqlite3.connect('cache.db').execute('CREATE TABLE t (a int)')",
      [],
    ],
    ["another create_all", "def f(factory):\n    factory.create_all(3)", []],
  ])("%s", async (_, body, expected) => {
    expect(await ddl(head + body)).toEqual(expected);
  });

  test("a script is less sure, a revision and env.py are Alembic's own", async () => {
    const create = "def f(engine):\n    Base.metadata.create_all(engine)\n";
    expect(await ddl(create, "scripts/init.py")).toEqual(["f: Base.metadata.create_all (medium)"]);
    expect(await ddl(`from alembic import op\n${create}`, "alembic/versions/1.py")).toEqual([]);
    expect(await ddl(`from alembic import context\n${create}`, "alembic/env.py")).toEqual([]);
    expect(await ddl(create, "tests/conftest.py")).toEqual([]);
  });
});
