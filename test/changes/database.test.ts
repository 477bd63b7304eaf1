import fc from "fast-check";
import { describe, expect, test } from "vitest";

import type { Changed, Changes } from "../../src/changes/changes.ts";
import { comparableDefault } from "../../src/changes/schema-equality.ts";
import { contextOf, type Files } from "../support/change.ts";

const base = `
from sqlalchemy import Column, ForeignKey, Index, Integer, String, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass
`;

async function changesOf(before: string, after: string): Promise<Changes> {
  return (await contextOf({ "app/models.py": base + before }, { "app/models.py": base + after })).changes;
}

async function changesOfFiles(before: Files, after: Files): Promise<Changes> {
  return (await contextOf(before, after)).changes;
}

/** `added users.email`, in one list. */
function summary(changes: Changes): readonly string[] {
  const lines = (kind: string, all: readonly Changed<unknown>[]) =>
    all.map((change) => `${change.status} ${kind} ${change.key}`);
  return [
    ...lines("table", changes.tables),
    ...lines("column", changes.columns),
    ...lines("index", changes.indexes),
    ...lines("constraint", changes.constraints),
  ];
}

const user = `
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    email = Column(String(255), nullable=False, index=True)
`;

describe("what is no change", () => {
  test.each([
    [
      "Column written as mapped_column",
      `
class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(255), index=True)
`,
    ],
    [
      "another class name, order and layout",
      `
class Account(Base):
    """An account."""

    email = Column(
        String(length=255), index=True, nullable=False, doc="where to write to", default="", comment="mail"
    )
    id = Column("id", Integer, primary_key=True)
    __tablename__ = "users"

    def __repr__(self):
        return self.email
`,
    ],
    [
      "an index beside the column",
      `
class User(Base):
    __tablename__ = "users"
    __table_args__ = (Index("ix_users_email", "email"),)
    id = Column(Integer, primary_key=True)
    email = Column(String(255), nullable=False)
`,
    ],
    [
      "a column from a mixin",
      `
class WithEmail:
    email = Column(String(255), nullable=False, index=True)

class User(WithEmail, Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
`,
    ],
    [
      "a Core table",
      `
from sqlalchemy import Table
users = Table(
    "users", Base.metadata,
    Column("id", Integer, primary_key=True),
    Column("email", String(255), nullable=False, index=True),
)
`,
    ],
  ])("%s", async (_name, after) => {
    expect(summary(await changesOf(user, after))).toEqual([]);
  });

  test("a model that moves to another module", async () => {
    const moved = `from app.base import Base\nfrom sqlalchemy import Column, Integer, String\n${user}`;
    const changes = await changesOfFiles(
      { "app/models.py": base + user },
      { "app/base.py": base, "app/accounts/models.py": moved },
    );
    expect(summary(changes)).toEqual([]);
  });

  test("a test's model, and a table in a revision", async () => {
    const revision = `down_revision = None\nrevision = "1"\n${base}${user}`;
    expect(
      summary(
        await changesOfFiles(
          {},
          { "tests/test_users.py": `import pytest\n${base}${user}`, "versions/1.py": revision },
        ),
      ),
    ).toEqual([]);
  });

  test.each([
    [`server_default="0"`, `server_default=text("0")`],
    [`server_default=text("now()")`, `server_default=text("CURRENT_TIMESTAMP")`],
    [`server_default=text("'{}'::jsonb")`, `server_default="{}"`],
  ])("%s and %s", async (one, other) => {
    const column = (value: string) => `
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    value = Column(String, ${value})
`;
    expect(summary(await changesOf(column(one), column(other)))).toEqual([]);
  });
});

describe("what changed", () => {
  test("a new table, with its index", async () => {
    expect(summary(await changesOf("", user))).toEqual(["added table users", "added index ix_users_email"]);
  });

  test("a table that goes", async () => {
    expect(summary(await changesOf(user, ""))).toEqual([
      "removed table users",
      "removed index ix_users_email",
    ]);
  });

  test.each([
    [
      "type",
      "String(100), nullable=False, index=True",
      ["modified table users", "modified column users.email"],
    ],
    ["nullability", "String(255), index=True", ["modified table users", "modified column users.email"]],
    [
      "default",
      `String(255), nullable=False, index=True, server_default=""`,
      ["modified table users", "modified column users.email"],
    ],
    ["index", "String(255), nullable=False", ["modified table users", "removed index ix_users_email"]],
    [
      "uniqueness",
      "String(255), nullable=False, index=True, unique=True",
      ["modified table users", "modified index ix_users_email"],
    ],
    [
      "foreign key",
      `ForeignKey("mails.address"), type_=String(255), nullable=False, index=True`,
      ["modified table users", "added constraint users foreign-key (email)"],
    ],
  ])("%s of a column", async (_name, column, expected) => {
    const after = `
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    email = Column(${column})
`;
    expect(summary(await changesOf(user, after))).toEqual(expected);
  });

  test("a mixin's column in every table that has it, though only the mixin's module changed", async () => {
    const mixin = (more: string) => `
from sqlalchemy import Column, DateTime
class Stamped:
    created_at = Column(DateTime)
${more}`;
    const models = `${base}
from app.mixins import Stamped
class User(Stamped, Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
class Team(Stamped, Base):
    __tablename__ = "teams"
    id = Column(Integer, primary_key=True)
`;
    const changes = await changesOfFiles(
      { "app/mixins.py": mixin(""), "app/models.py": models },
      { "app/mixins.py": mixin("    updated_at = Column(DateTime)\n"), "app/models.py": models },
    );
    expect(changes.columns.map((change) => `${change.status} ${change.key}`)).toEqual([
      "added teams.updated_at",
      "added users.updated_at",
    ]);
  });

  test("members of an enum", async () => {
    const models = (more: string) => `
import enum
class Role(enum.Enum):
    admin = 1
${more}
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    role: Mapped[Role]
`;
    const changes = await changesOf(models(""), models("    guest = 2\n"));
    expect(
      changes.columns.map((change) => [change.key, change.before?.type.args, change.after?.type.args]),
    ).toEqual([["users.role", ["admin"], ["admin", "guest"]]]);
  });

  test("the target of a foreign key in another way of writing that is not understood is no change", async () => {
    const models = (target: string) => `${user.replace("email =", "id_path = make_path()\n    email =")}
class Note(Base):
    __tablename__ = "notes"
    id = Column(Integer, primary_key=True)
    author = Column(Integer, ForeignKey(${target}))

class Team(Base):
    __tablename__ = "teams"
    id = Column(Integer, primary_key=True)
`;
    expect(summary(await changesOf(models('"users.id"'), models("User.id_path")))).toEqual([]);
    expect(summary(await changesOf(models("User.id_path"), models('"users.id"')))).toEqual([]);
    expect(summary(await changesOf(models('"users.id"'), models('"teams.id"')))).toHaveLength(3);
  });

  test("what a foreign key does when its target goes", async () => {
    const models = (action: string) => `
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    boss = Column(Integer, ForeignKey("users.id"${action}))
`;
    expect(summary(await changesOf(models(""), models(`, ondelete="CASCADE"`)))).toEqual([
      "modified table users",
      "modified constraint users foreign-key (boss)",
    ]);
    expect(summary(await changesOf(models(""), models(`, ondelete="NO ACTION"`)))).toEqual([]);
  });
});

test("both sides equal: no change, whatever the models are", async () => {
  const name = fc.constantFrom("id", "email", "team", "name", "at");
  const type = fc.constantFrom(
    "Integer",
    "String(20)",
    "Text",
    "DateTime(timezone=True)",
    "Custom(3)",
    "Enum('a', 'b')",
  );
  const options = fc.subarray([
    "primary_key=True",
    "unique=True",
    "index=True",
    "nullable=False",
    `server_default="x"`,
  ]);
  const column = fc.tuple(name, type, options);
  await fc.assert(
    fc.asyncProperty(fc.uniqueArray(column, { selector: ([key]) => key, minLength: 1 }), async (columns) => {
      const lines = columns.map(
        ([key, kind, flags]) => `    ${key} = Column(${[kind, ...flags].join(", ")})`,
      );
      const write = (body: readonly string[]) =>
        `class T(Base):\n    __tablename__ = "t"\n${body.join("\n")}\n`;
      // Another order and other white space, so that the text differs.
      const other = lines.toReversed().map((line) => line.replaceAll(", ", ",  "));
      expect(summary(await changesOf(write(lines), write(other)))).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

describe("comparableDefault", () => {
  test.each([
    ["'0'", "0"],
    ["0", "0"],
    ["(0)", "0"],
    ["'a b'", "'a b'"],
    ["'{}'::jsonb", "'{}'"],
    ["now()", "now()"],
    ["current_timestamp", "now()"],
    ["((a) + (b))", "((a) + (b))"],
  ])("%s → %s", (text, expected) => {
    expect(comparableDefault(text)).toBe(expected);
  });
});
