import { describe, expect, test } from "vitest";

import { alembicCheck } from "../../src/rules/alembic-only/coverage.ts";
import { modelChangedWithoutMigration } from "../../src/rules/alembic-only/model-changed-without-migration.ts";
import { revisionDiffersFromModel } from "../../src/rules/alembic-only/revision-differs-from-model.ts";
import type { Finding } from "../../src/rules/finding.ts";
import { runRules } from "../../src/rules/run.ts";
import { writePassage } from "../../src/text/passage.ts";
import { writeSentence } from "../../src/text/sentence.ts";
import { contextOf, type Files } from "../support/change.ts";

const head = `
import enum
from sqlalchemy import CheckConstraint, Column, DateTime, Enum, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

class Base(DeclarativeBase):
    pass
`;

const env = `
from alembic import context
from app.models import Base
target_metadata = Base.metadata
context.configure(target_metadata=target_metadata)
`;

function revision(id: string, down: string | null, ...upgrade: readonly string[]): string {
  return `
import sqlalchemy as sa
from alembic import op
revision = "${id}"
down_revision = ${down === null ? "None" : `"${down}"`}

def upgrade():
${(upgrade.length === 0 ? ["pass"] : upgrade).map((line) => `    ${line}`).join("\n")}

def downgrade():
    pass
`;
}

const created = `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(80), nullable=False))`;

function model(...columns: readonly string[]): string {
  return `${head}
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
${columns.map((column) => `    ${column}`).join("\n")}
`;
}

const before: Files = {
  "alembic/env.py": env,
  "alembic/versions/1.py": revision("1", null, created),
  "app/models.py": model("name = Column(String(80), nullable=False)"),
  "app/main.py": "from app import models\n",
};

interface Outcome {
  readonly findings: readonly Finding[];
  readonly check: ReturnType<typeof alembicCheck>;
}

async function review(changed: Files, old: Files = before): Promise<Outcome> {
  const context = await contextOf(old, { ...old, ...changed });
  const findings = runRules([modelChangedWithoutMigration], context);
  return { findings, check: alembicCheck(context.changes, findings) };
}

const name = "name = Column(String(80), nullable=False)";

async function findingsOf(models: string, ...upgrade: readonly string[]): Promise<readonly string[]> {
  const { findings } = await review({
    "app/models.py": models,
    ...(upgrade.length === 0 ? {} : { "alembic/versions/2.py": revision("2", "1", ...upgrade) }),
  });
  return findings.map(
    (finding) => `${finding.confidence} ${finding.subject}: ${finding.before} → ${finding.after}`,
  );
}

describe("what a revision covers", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    [
      "a column",
      [name, "email = Column(String(255))"],
      [`op.add_column("users", sa.Column("email", sa.String(255)))`],
    ],
    [
      "a column, in a batch",
      [name, "email = Column(String(255))"],
      [
        `with op.batch_alter_table("users") as batch:`,
        `    batch.add_column(sa.Column("email", sa.String(255)))`,
      ],
    ],
    [
      "a column, in SQL",
      [name, "email = Column(String(255))"],
      [`op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS email varchar(255)")`],
    ],
    [
      "a column with its index and key",
      [name, `team_id = Column(Integer, ForeignKey("teams.id"), index=True)`],
      [
        `op.add_column("users", sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id")))`,
        `op.create_index(op.f("ix_users_team_id"), "users", ["team_id"])`,
      ],
    ],
    [
      "flags of add_column",
      [name, `code = Column(String(8), unique=True, index=True)`],
      [`op.add_column("users", sa.Column("code", sa.String(8), unique=True, index=True))`],
    ],
    [
      "a unique constraint by a unique index",
      ["name = Column(String(80), nullable=False, unique=True)"],
      [`op.create_index("users_name", "users", ["name"], unique=True)`],
    ],
    [
      "nullability and type",
      ["name = Column(Text)"],
      [`op.alter_column("users", "name", type_=sa.Text(), nullable=True)`],
    ],
    [
      "a server default",
      [`name = Column(String(80), nullable=False, server_default="")`],
      [`op.alter_column("users", "name", server_default="")`],
    ],
    [
      "a renamed column",
      ["full_name = Column(String(80), nullable=False, key='name')"],
      [`op.alter_column("users", "name", new_column_name="full_name")`],
    ],
    ["a column that goes", [], [`op.drop_column("users", "name")`]],
    [
      "a column that is dropped and made anew",
      ["name = Column(Integer)"],
      [`op.drop_column("users", "name")`, `op.add_column("users", sa.Column("name", sa.Integer()))`],
    ],
    [
      "a column that is filled beside the old one",
      ["name = Column(Integer)"],
      [
        `op.add_column("users", sa.Column("new_name", sa.Integer()))`,
        `op.drop_column("users", "name")`,
        `op.alter_column("users", "new_name", new_column_name="name")`,
      ],
    ],
    [
      "a table that is made anew",
      ["name = Column(Integer)"],
      [
        `op.drop_table("users")`,
        `op.create_table("users", sa.Column("id", sa.Integer()), sa.Column("name", sa.Integer()))`,
      ],
    ],
    [
      "an expression index",
      [name, `__table_args__ = (Index("ix_lower", text("lower(name)")),)`],
      [`op.create_index("ix_lower", "users", [sa.text("lower(name)")])`],
    ],
    [
      "a check",
      [name, `__table_args__ = (CheckConstraint("length(name) > 0", name="named"),)`],
      [`op.create_check_constraint("named", "users", "length(name) > 0")`],
    ],
  ])("%s", async (_name, columns, upgrade) => {
    expect(await findingsOf(model(...columns), ...upgrade)).toEqual([]);
  });

  test("a renamed table, with everything on it", async () => {
    const renamed = model(name).replace('"users"', '"people"');
    expect(await findingsOf(renamed, `op.rename_table("users", "people")`)).toEqual([]);
  });

  test("a table that PostgreSQL finds by its search_path", async () => {
    const inSchema = model(name, "email = Column(Text)", `__table_args__ = {"schema": "tenant"}`);
    const old = { ...before, "app/models.py": model(name, `__table_args__ = {"schema": "tenant"}`) };
    const { findings } = await review(
      {
        "app/models.py": inSchema,
        "alembic/versions/2.py": revision("2", "1", `op.add_column("users", sa.Column("email", sa.Text()))`),
      },
      old,
    );
    expect(findings).toEqual([]);
  });
});

describe("what it does not cover", () => {
  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    [
      "another table's column",
      [name, "email = Column(String(255))"],
      [`op.add_column("teams", sa.Column("email", sa.String(255)))`],
      ["high users.email: null → string(255) null"],
    ],
    [
      "one aspect of two",
      ["name = Column(Text)"],
      [`op.alter_column("users", "name", type_=sa.Text())`],
      ["high users.name: not null → null"],
    ],
    [
      "the index of a new column",
      [name, "email = Column(String(255), index=True)"],
      [`op.add_column("users", sa.Column("email", sa.String(255)))`],
      ["high users index (email): null → index"],
    ],
    [
      "a new column: its index is not listed beside it",
      [name, "email = Column(String(255), index=True, unique=True)"],
      [],
      ["high users.email: null → string(255) null"],
    ],
    [
      "a unique constraint that goes and one that comes",
      [name, `__table_args__ = (UniqueConstraint("id", "name"),)`],
      [],
      ["high users unique (id, name): null → unique"],
    ],
  ])("%s", async (_name, columns, upgrade, expected) => {
    expect(await findingsOf(model(...columns), ...upgrade)).toEqual(expected);
  });

  test("a column that the create_table of a new table lacks", async () => {
    const team = `${model(name)}
class Team(Base):
    __tablename__ = "teams"
    id = Column(Integer, primary_key=True)
    title = Column(String(80))
`;
    const up = `op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True))`;
    expect(await findingsOf(team, up)).toEqual(["high teams.title: null → string(80) null"]);
  });

  test("one cause is one finding", async () => {
    const roles = (more: string) => `${head}
class Role(enum.Enum):
    admin = 1
    member = 2
${more}
class User(Base):
    __tablename__ = "users"
    id = Column(Integer, primary_key=True)
    role = Column(Enum(Role))
    second_role = Column(Enum(Role))
`;
    const enumColumns = `sa.Column("role", sa.Enum("admin", "member", name="role")), sa.Column("second_role", sa.Enum("admin", "member", name="role"))`;
    const old = {
      ...before,
      "alembic/versions/1.py": revision(
        "1",
        null,
        `op.create_table("users", sa.Column("id", sa.Integer()), ${enumColumns})`,
      ),
      "app/models.py": roles(""),
    };
    const { findings } = await review({ "app/models.py": roles("    guest = 3\n") }, old);
    expect(findings.map(({ subject, confidence }) => [subject, confidence])).toEqual([
      ["users.role, users.second_role", "high"],
    ]);
  });
});

describe("what is not certain", () => {
  test.each<[string, Files, readonly string[]]>([
    [
      "but: a column that the database insists on is",
      { "app/models.py": model() },
      ["high users.name: string(80) not null → null"],
    ],
    [
      "a migration that could not be read",
      {
        "app/models.py": model(name, "email = Column(Text)"),
        "alembic/versions/2.py": revision("2", "1", "op.sync_everything()"),
      },
      ["medium users.email: null → text null"],
    ],
    [
      "a condition",
      { "app/models.py": model(name, `__table_args__ = (CheckConstraint("id > 0", name="positive"),)`) },
      ["medium users check (positive): null → check id > 0"],
    ],
    [
      "a type known by name only",
      { "app/models.py": model("name = Column(Fancy(80), nullable=False)") },
      ["medium users.name: string(80) → Fancy(80)"],
    ],
    [
      "but: `nullable=False` that `Mapped` takes back is",
      { "app/models.py": model("name: Mapped[str | None] = mapped_column(String(80))") },
      ["high users.name: not null → null"],
    ],
    [
      "a base that can't be resolved",
      {
        "app/models.py": model(name, "email = Column(Text)").replace(
          "class User(Base)",
          "class User(Base, Unknown)",
        ),
      },
      ["low users.email: null → text null"],
    ],
    [
      "a model beside the application",
      {
        "examples/models.py": `from app.models import Base\nfrom sqlalchemy import Column, Integer\nclass Extra(Base):\n    __tablename__ = "extra"\n    id = Column(Integer, primary_key=True)\n`,
        "examples/run.py": "from examples import models\n",
      },
      ["low extra: null → table"],
    ],
    [
      "a model of another metadata",
      {
        "app/other.py": `from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import DeclarativeBase\nclass Local(DeclarativeBase):\n    pass\nclass Extra(Local):\n    __tablename__ = "extra"\n    id = Column(Integer, primary_key=True)\n`,
        "app/main.py": "from app import models, other\n",
      },
      ["low extra: null → table"],
    ],
    [
      "a model that nobody imports",
      {
        "app/extra.py": `from app.models import Base\nfrom sqlalchemy import Column, Integer\nclass Extra(Base):\n    __tablename__ = "extra"\n    id = Column(Integer, primary_key=True)\n`,
      },
      ["low extra: null → table"],
    ],
  ])("%s", async (_name, changed, expected) => {
    const { findings } = await review(changed);
    expect(findings.map((one) => `${one.confidence} ${one.subject}: ${one.before} → ${one.after}`)).toEqual(
      expected,
    );
  });

  test("a model that a syntax error hides", async () => {
    const broken = model(name).replace("class User(Base):", "class User(Base:");
    const { findings } = await review({ "app/models.py": broken });
    expect(findings.filter(({ confidence }) => confidence === "high")).toEqual([]);
  });

  test("a column that is nullable may stay", async () => {
    const old = { ...before, "app/models.py": model(name, "note = Column(Text)") };
    const { findings } = await review({ "app/models.py": model(name) }, old);
    expect(findings.map(({ subject, confidence }) => [subject, confidence])).toEqual([
      ["users.note", "medium"],
    ]);
  });

  test("Column without nullable= turned into Mapped", async () => {
    const old = {
      ...before,
      "alembic/versions/1.py": revision(
        "1",
        null,
        `op.create_table("users", sa.Column("id", sa.Integer()), sa.Column("name", sa.String(80)))`,
      ),
      "app/models.py": model("name = Column(String(80))"),
    };
    const { findings } = await review(
      { "app/models.py": model("name: Mapped[str] = mapped_column(String(80))") },
      old,
    );
    expect(findings.map(({ subject, confidence }) => [subject, confidence])).toEqual([
      ["users.name", "medium"],
    ]);
  });

  test("a table that no revision made", async () => {
    const old = { ...before, "alembic/versions/1.py": revision("1", null) };
    const { findings } = await review({ "app/models.py": model(name, "email = Column(Text)") }, old);
    expect(findings.map(({ confidence }) => confidence)).toEqual(["medium"]);
  });

  test("but: a model's table that goes and that no revision made is none", async () => {
    const old = { ...before, "alembic/versions/1.py": revision("1", null) };
    const { findings } = await review({ "app/models.py": "" }, old);
    expect(findings).toEqual([]);
  });

  test("a revision that the base branch got meanwhile", async () => {
    const after = { ...before, "app/models.py": model(name, "email = Column(Text)") };
    const context = await contextOf(before, after);
    const newer = {
      ...before,
      "alembic/versions/2.py": revision("2", "1", `op.add_column("users", sa.Column("email", sa.Text()))`),
    };
    const tip = await contextOf(newer, newer);
    const findings = runRules([modelChangedWithoutMigration], {
      ...context,
      changeSet: { ...context.changeSet, base: tip.changeSet.after },
      mergedRevisions: tip.after.revisions,
    });
    expect(findings.map(({ confidence }) => confidence)).toEqual(["medium"]);
  });
});

describe("identity", () => {
  const email = model(name, "email = Column(Text)");

  test("survives a move, another class name and other words for the same", async () => {
    const [one] = (await review({ "app/models.py": email })).findings;
    const moved = email
      .replace("class User", "class Person")
      .replace("email = Column(Text)", 'mail = mapped_column("email", Text, nullable=True)');
    const [other] = (await review({ "app/models.py": `\n\n${moved}` })).findings;
    expect(other?.id).toBe(one?.id);
  });

  test("changes when the fact does", async () => {
    const [one] = (await review({ "app/models.py": email })).findings;
    const required = model(name, "email = Column(Text, nullable=False)");
    const [other] = (await review({ "app/models.py": required })).findings;
    expect(other?.id).not.toBe(one?.id);
  });
});

describe("alembicCheck", () => {
  const add = `op.add_column("users", sa.Column("email", sa.Text()))`;

  test("nothing to check", async () => {
    expect((await review({})).check).toEqual({ state: "not-applicable", evidence: [] });
  });

  test("covered", async () => {
    const { check } = await review({
      "app/models.py": model(name, "email = Column(Text)"),
      "alembic/versions/2.py": revision("2", "1", add),
    });
    expect(check).toEqual({ state: "pass", evidence: ["revision `2` covers the model change"] });
  });

  test("covered by two revisions", async () => {
    const { check } = await review({
      "app/models.py": model(name, "email = Column(Text)", "note = Column(Text)"),
      "alembic/versions/2.py": revision("2", "1", add),
      "alembic/versions/3.py": revision("3", "2", `op.add_column("users", sa.Column("note", sa.Text()))`),
    });
    expect(check).toEqual({
      state: "pass",
      evidence: ["revision `2` covers 1 of 2 model changes", "revision `3` covers 1 of 2 model changes"],
    });
  });

  test("a revision alone", async () => {
    const { check } = await review({ "alembic/versions/2.py": revision("2", "1", add) });
    expect(check).toEqual({ state: "pass", evidence: ["revision `2` changes no model"] });
  });

  test("missing", async () => {
    const { check } = await review({ "app/models.py": model(name, "email = Column(Text)") });
    expect(check).toEqual({
      state: "fail",
      evidence: ["`users.email` is new in the model, and no revision of this change does that"],
    });
  });

  test("not certain", async () => {
    const { check } = await review({
      "app/models.py": model(name, `__table_args__ = (CheckConstraint("id > 0", name="positive"),)`),
    });
    expect(check.state).toBe("unknown");
  });
});

describe("what is known of the database and of the model", () => {
  const name = "name = Column(String(80), nullable=False)";
  const between = async (old: Files, fresh: Files) =>
    runRules(
      [modelChangedWithoutMigration],
      await contextOf({ ...before, ...old }, { ...before, ...old, ...fresh }),
    ).map(({ subject, confidence }) => `${subject} ${confidence}`);

  test("a varchar without a length holds what the model limits", async () => {
    const made = (type: string) => ({
      "alembic/versions/1.py": revision(
        "1",
        null,
        `op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", ${type}, nullable=False))`,
      ),
    });
    const longer = { "app/models.py": model("name = Column(String(90), nullable=False)") };
    expect(await between(made("sa.String()"), longer)).toEqual([]);
    expect(await between(made("sa.String(80)"), longer)).toEqual(["users.name high"]);
  });

  test("an index that gets the name that the database has it under", async () => {
    const indexed = (index: string) => ({
      "app/models.py": model(name, `__table_args__ = (Index("${index}", "name"),)`),
    });
    const revised = {
      "alembic/versions/2.py": revision("2", "1", 'op.create_index("ix_users_name", "users", ["name"])'),
    };
    expect(await between({ ...indexed("idx_name"), ...revised }, indexed("ix_users_name"))).toEqual([]);
    expect(await between({ ...indexed("ix_users_name"), ...revised }, indexed("idx_name"))).toEqual([
      "users index (name) high",
    ]);
  });

  test("indexes that can't be read are no doubt about columns", async () => {
    const unread = (...columns: readonly string[]) => ({
      "app/models.py": model(name, ...columns, "__table_args__ = make_indexes()"),
    });
    expect(await between(unread(), unread("email = Column(Text)"))).toEqual(["users.email high"]);
    const indexed = unread("name_2 = Column(String(80), index=True)");
    expect(await between(indexed, unread("name_2 = Column(String(80))"))).toEqual([
      "users index (name_2) low",
    ]);
  });
});

test("the suggested operation names the table's schema", async () => {
  const inSchema = (text: string) =>
    text.replace(
      `__tablename__ = "users"`,
      `__tablename__ = "users"\n    __table_args__ = {"schema": "billing"}`,
    );
  const old = {
    ...before,
    "alembic/versions/1.py": revision("1", null, created.replace(/\)$/, `, schema="billing")`)),
    "app/models.py": inSchema(model(name)),
  };
  const { findings } = await review(
    { "app/models.py": inSchema(model(name, "email = Column(String(255))")) },
    old,
  );
  expect(findings).toHaveLength(1);
  expect(writePassage(findings[0]?.fix ?? [])).toContain(
    `op.add_column("users", sa.Column("email", sa.String(255), nullable=True), schema="billing")`,
  );
});

describe("what a revision leaves, and what the models expect", () => {
  const add = (column: string) => `op.add_column("users", sa.Column("plan", ${column}))`;
  const plan = (column: string) => model(name, `plan = Column(${column})`);

  async function differences(upgrade: readonly string[], models: string | null): Promise<readonly string[]> {
    const changed = {
      "alembic/versions/2.py": revision("2", "1", ...upgrade),
      ...(models === null ? {} : { "app/models.py": models }),
    };
    const context = await contextOf(before, { ...before, ...changed });
    return runRules([revisionDiffersFromModel], context).map(
      ({ message, confidence, where }) => `${writeSentence(message)} (${confidence}, line ${where.line})`,
    );
  }

  test.each<[string, readonly string[], string | null, readonly string[]]>([
    ["both the same", [add("sa.Integer()")], plan("Integer"), []],
    ["a length in one of them", [add("sa.String(20)")], plan("String"), []],
    [
      "one mistake for two columns",
      [add("sa.Integer()"), add("sa.Integer()").replace("plan", "paid")],
      model(name, "plan = Column(DateTime)", "paid = Column(DateTime)"),
      ["`users.paid` and `users.plan` are `integer` by the revision and `datetime` by `User` (high, line 8)"],
    ],
    ["the column stands in the database first", [add("sa.Integer()")], null, []],
    ["the model catches up", ['op.alter_column("users", "name", type_=sa.String(80))'], null, []],
    [
      "a column dropped that is still mapped",
      ['op.drop_column("users", "name")'],
      null,
      ["`users.name` is dropped by this change, and `User` still maps it: queries fail (high, line 8)"],
    ],
    ["dropped from both", ['op.drop_column("users", "name")'], model(), []],
    [
      "dropped, and made anew",
      [
        'op.drop_column("users", "name")',
        'op.add_column("users", sa.Column("name", sa.String(80), nullable=False))',
      ],
      null,
      [],
    ],
    [
      "a column renamed that is mapped by its old name",
      ['op.alter_column("users", "name", new_column_name="title")'],
      null,
      ["`users.name` is renamed by this change, and `User` still maps it: queries fail (high, line 8)"],
    ],
    [
      "renamed in both",
      ['op.alter_column("users", "name", new_column_name="title")'],
      model("title = Column(String(80), nullable=False)"),
      [],
    ],
    [
      "a table dropped that is still mapped",
      ['op.drop_table("users")'],
      null,
      ["`users` is dropped by this change, and `User` still maps it: queries fail (high, line 8)"],
    ],
    [
      "swapped for a copy",
      [
        'op.execute("CREATE TABLE users_new AS SELECT * FROM users")',
        'op.drop_table("users")',
        'op.rename_table("users_new", "users")',
      ],
      null,
      [],
    ],
    [
      "renamed behind a view",
      ['op.rename_table("users", "users_1")', 'op.execute("CREATE VIEW users AS SELECT * FROM users_1")'],
      null,
      [],
    ],
    [
      "dropped where the database is asked first",
      ["if something():", '    op.drop_column("users", "name")'],
      null,
      ["`users.name` is dropped by this change, and `User` still maps it: queries fail (medium, line 9)"],
    ],
    [
      "another type",
      [add("sa.Integer()")],
      plan("DateTime"),
      ["`users.plan` is `integer` by the revision and `datetime` by `User` (high, line 8)"],
    ],
    [
      "another length",
      [add("sa.String(20)")],
      plan("String(40)"),
      ["`users.plan` is `string(20)` by the revision and `string(40)` by `User` (medium, line 8)"],
    ],
    [
      "an enum kept as text",
      [add("sa.String(20)")],
      plan('Enum("a", "b", native_enum=False, length=20)'),
      [],
    ],
    [
      "a UUID kept as text",
      [add("sa.String(36)")],
      model(name, "plan = Column(sqlalchemy.Uuid)").replace("import enum", "import enum\nimport sqlalchemy"),
      ["`users.plan` is `string(36)` by the revision and `uuid` by `User` (medium, line 8)"],
    ],
    [
      "NULL in one of them",
      ['op.add_column("users", sa.Column("plan", sa.Integer(), nullable=True))'],
      plan("Integer, nullable=False"),
      ["`users.plan` is `NULL` by the revision and `NOT NULL` by `User` (medium, line 8)"],
    ],
    [
      "a default that the database lacks",
      ['op.add_column("users", sa.Column("plan", sa.Integer(), nullable=False))'],
      plan('Integer, nullable=False, server_default="1"'),
      [
        "`users.plan` has no server default by the revision, and `User` counts on `'1'`: inserts fail (medium, line 8)",
      ],
    ],
    [
      "a default that only fills the rows",
      ['op.add_column("users", sa.Column("plan", sa.Integer(), nullable=False, server_default="1"))'],
      plan("Integer, nullable=False"),
      [],
    ],
  ])("%s", async (_name, upgrade, models, expected) => {
    expect(await differences(upgrade, models)).toEqual(expected);
  });
});
