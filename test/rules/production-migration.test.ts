import { describe, expect, test } from "vitest";

import { mergeRevisionGraphs } from "../../src/facts/alembic/merge-graphs.ts";
import { readRevisions } from "../../src/facts/alembic/read-revisions.ts";
import type { Finding } from "../../src/rules/finding.ts";
import { unreadableLines } from "../../src/rules/production-migration/unreadable-lines.ts";
import { rules } from "../../src/rules/rules.ts";
import { runRules } from "../../src/rules/run.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import type { Settings } from "../../src/settings/settings.ts";
import { writePassage } from "../../src/text/passage.ts";
import { contextOf, projectOf, type Files } from "../support/change.ts";

const own = rules.filter((rule) => rule.trigger === "production-migration");
const before: Files = {
  "m/env.py": "from alembic import context\ncontext.configure()\n",
  "m/versions/a.py": 'revision = "a"\ndown_revision = None\n\ndef upgrade():\n    pass\n',
};

function revision(lines: string, id = "b", down = "a"): string {
  const body = lines
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
  return `import sqlalchemy as sa\nfrom alembic import op\nrevision = "${id}"\ndown_revision = "${down}"\n\ndef upgrade():\n${body}\n`;
}

async function findings(
  lines: string,
  database: Partial<Settings["database"]> = {},
  others: Files = {},
): Promise<readonly Finding[]> {
  const settings = { ...defaultSettings, database: { ...defaultSettings.database, ...database } };
  const files = { ...before, ...others };
  return runRules(own, await contextOf(files, { ...files, "m/versions/b.py": revision(lines) }, settings));
}

async function short(
  lines: string,
  database: Partial<Settings["database"]> = {},
  others: Files = {},
): Promise<readonly string[]> {
  const found = await findings(lines, database, others);
  return found.map(({ severity, confidence, rule, subject }) => {
    const doubt = confidence === "high" ? "" : `/${confidence}`;
    return `${severity}${doubt} ${rule} ${subject}`;
  });
}

describe("a check of an earlier revision", () => {
  const notValid = 'op.execute("ALTER TABLE t ADD CONSTRAINT t_x CHECK (x IS NOT NULL) NOT VALID")';
  const validated = 'op.execute("ALTER TABLE t VALIDATE CONSTRAINT t_x")';
  const set = 'op.alter_column("t", "x", nullable=False)';
  const earlier = (lines: string): Files => ({
    "m/versions/a.py": revision(lines, "a").replace('down_revision = "a"', "down_revision = None"),
  });
  const found = async (history: string, lines: string): Promise<readonly string[]> => {
    const rulesOf = (await findings(lines, {}, earlier(history))).map(({ rule }) => rule);
    return rulesOf.filter((rule) => rule === "set-not-null");
  };

  test.each([
    ["validated there", `${notValid}\n${validated}`, set],
    ["validated by the change", notValid, `${validated}\n${set}`],
    ["made with all rows read", 'op.create_check_constraint("t_x", "t", "x IS NOT NULL")', set],
  ])("spares SET NOT NULL its scan: %s", async (_, history, lines) => {
    expect(await found(history, lines)).toEqual([]);
  });

  test.each([
    ["not validated", notValid, set],
    ["of another column", `${notValid.replace("x IS", "y IS")}\n${validated}`, set],
    ["dropped since", `${notValid}\n${validated}\nop.drop_constraint("t_x", "t")`, set],
    ["dropped by the change before", `${notValid}\n${validated}`, `op.drop_constraint("t_x", "t")\n${set}`],
    [
      "under a condition",
      `if input():\n        op.create_check_constraint("t_x", "t", "x IS NOT NULL")`,
      set,
    ],
  ])("does not: %s", async (_, history, lines) => {
    expect(await found(history, lines)).toEqual(["set-not-null"]);
  });
});

const large = { tables: { t: { rows: 1_000_000 } } };
const small = { tables: { t: { rows: 999_999 } } };

describe("what only the size of a table makes dangerous", () => {
  const statements: readonly (readonly [string, string, string])[] = [
    ["create-index-not-concurrently", "i", 'op.create_index("i", "t", ["x"])'],
    ["validating-foreign-key", "f", 'op.create_foreign_key("f", "t", "u", ["x"], ["id"])'],
    ["validating-check", "c", 'op.create_check_constraint("c", "t", "x > 0")'],
    ["validating-unique", "q", 'op.create_unique_constraint("q", "t", ["x"])'],
    ["set-not-null", "t.x", 'op.alter_column("t", "x", nullable=False)'],
    ["blocking-statement", "t", 'op.execute("REINDEX TABLE t")'],
    [
      "unbatched-row-change",
      "t",
      'op.execute("UPDATE t SET x = 1")\nop.add_column("t", sa.Column("y", sa.Integer()))',
    ],
  ];
  test.each(statements)("%s decides where the table is known to be large", async (rule, subject, code) => {
    expect(await short(code, large)).toContain(`error ${rule} ${subject}`);
    expect(await short(code, { assumeLarge: true })).toContain(`error ${rule} ${subject}`);
    expect(await short(code)).toContain(`warning ${rule} ${subject}`);
    expect((await short(code, small)).filter((one) => one.includes(rule))).toEqual([]);
  });

  test("a rewrite decides unless the table is known to be small", async () => {
    const code = 'op.add_column("t", sa.Column("x", sa.Uuid(), server_default=sa.text("gen_random_uuid()")))';
    expect(await short(code)).toEqual(["error add-column-rewrites-table t.x"]);
    expect(await short(code, small)).toEqual(["info schema-change t"]);
  });

  test.each<[string, readonly string[]]>([
    ["UPDATE t SET x = 1", ["warning unbatched-row-change t"]],
    ["UPDATE t SET x = 1 WHERE x IS NULL", []],
    ["DELETE FROM t WHERE x < 3", []],
  ])("%s alone: a condition may leave few rows of a table of unknown size", async (sql, expected) => {
    const found = await short(`op.execute("${sql}")`);
    expect(found.filter((one) => one.includes("unbatched"))).toEqual(expected);
  });

  test("loss of data decides whatever the size", async () => {
    expect(await short('op.drop_column("t", "x")', small)).toEqual(["error drop-column t.x"]);
  });
});

describe("how sure", () => {
  const code = 'op.alter_column("t", "x", existing_type=sa.Integer(), type_=sa.BigInteger())';
  test.each<[string, string, string]>([
    ["SQLite", 'context.configure(url="sqlite:///x.db")', "error/low column-type-rewrites-table t.x"],
    ["both", "context.configure(render_as_batch=True)", "error/medium column-type-rewrites-table t.x"],
  ])("locks of PostgreSQL say little of an environment on %s", async (_name, configure, expected) => {
    const env = { "m/env.py": `from alembic import context\n${configure}\n` };
    expect(await short(code, {}, env)).toEqual([expected]);
  });

  test.each<[string, string, readonly string[]]>([
    [
      "a type before that nothing tells",
      'op.alter_column("t", "x", type_=sa.BigInteger())',
      ["warning/medium column-type-rewrites-table t.x"],
    ],
    [
      "time zones",
      'op.alter_column("t", "x", existing_type=sa.DateTime(), type_=sa.DateTime(timezone=True))',
      ["warning/medium column-type-rewrites-table t.x"],
    ],
    [
      "a default by a function of its own",
      'op.add_column("t", sa.Column("x", sa.Text(), server_default=sa.text("new_id()")))',
      ["error/medium add-column-rewrites-table t.x"],
    ],
    [
      "a value that may be another column's",
      "op.execute(\"ALTER TYPE e ADD VALUE 'v'\")\nop.execute(\"UPDATE t SET x = 'v' WHERE id = 1\")",
      ["error/medium enum-value-in-same-transaction e.v", "info schema-change t"],
    ],
  ])("%s", async (_name, lines, expected) => {
    expect(await short(lines)).toEqual(expected);
  });

  test("the model tells the type that the migration leaves out", async () => {
    const model = {
      "models.py":
        "from sqlalchemy import Integer\nfrom sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n\nclass Base(DeclarativeBase):\n    pass\n\nclass T(Base):\n    __tablename__ = 't'\n    id: Mapped[int] = mapped_column(primary_key=True)\n    x: Mapped[int] = mapped_column(Integer)\n",
    };
    const files = { ...before, ...model };
    const after = {
      ...files,
      "models.py": model["models.py"]
        .replace("Mapped[int] = mapped_column(Integer)", "Mapped[int] = mapped_column(BigInteger)")
        .replace("import Integer", "import BigInteger"),
      "m/versions/b.py": revision('op.alter_column("t", "x", type_=sa.BigInteger())'),
    };
    const found = runRules(own, await contextOf(files, after));
    expect(found.map(({ severity, rule }) => `${severity} ${rule}`)).toEqual([
      "error column-type-rewrites-table",
    ]);
  });
});

describe("schema-change", () => {
  test("is told once a table, and asks for consent where the configuration says so", async () => {
    const code =
      'op.add_column("t", sa.Column("x", sa.Integer()))\nop.add_column("t", sa.Column("y", sa.Integer()))\nop.create_table("u", sa.Column("id", sa.Integer()))';
    expect(await short(code)).toEqual(["info schema-change t", "info schema-change u"]);
    expect(await short(code, { escalate: "all" })).toEqual([
      "error schema-change t",
      "error schema-change u",
    ]);
    const [first] = await findings(code);
    expect(first?.after).toBe("column x integer added; column y integer added");
  });

  test("is silent about what changes nothing", async () => {
    expect(await short('op.execute("SET lock_timeout = \'1s\'")\nop.execute("SELECT 1")')).toEqual([]);
  });
});

describe("identity", () => {
  const code = 'op.drop_column("t", "x")';
  test("survives another place, another id, another layout", async () => {
    const [plain] = await findings(code);
    const moved = await contextOf(before, {
      ...before,
      "m/versions/2024_c.py": revision('x = 1\nop.drop_column(\n    table_name="t", column_name="x")', "c"),
    });
    expect(runRules(own, moved)[0]?.id).toBe(plain?.id);
  });

  test("changes with the fact", async () => {
    const ids = await Promise.all(
      [code, 'op.drop_column("t", "y")', 'op.drop_table("t")'].map(
        async (one) => (await findings(one))[0]?.id,
      ),
    );
    expect(new Set(ids).size).toBe(3);
  });
});

describe("heads", () => {
  test("are counted over the live base tip together with the change", async () => {
    const fork: Files = { ...before, "m/versions/x.py": revision("pass", "x") };
    const context = await contextOf(before, { ...before, "m/versions/b.py": revision("pass") });
    const base = readRevisions(await projectOf(fork));
    const mergedRevisions = mergeRevisionGraphs(base, context.before.revisions, context.after.revisions);
    const found = runRules(own, { ...context, mergedRevisions });
    expect(found.map(({ rule, subject, before: was, after }) => [rule, subject, was, after])).toEqual([
      ["multiple-heads", "heads b, x", "x", "b, x"],
    ]);
    expect(found[0]?.where.path).toBe("m/versions/b.py");
    expect(writePassage(found[0]?.fix ?? [])).toContain('down_revision = "x"');
    expect(writePassage(found[0]?.fix ?? [])).toContain('alembic merge -m "merge heads" b x');
  });

  test("that the base branch had before are not the change's", async () => {
    const two: Files = {
      ...before,
      "m/versions/x.py": revision("pass", "x"),
      "m/versions/y.py": revision("pass", "y"),
    };
    const context = await contextOf(two, { ...two, "m/versions/z.py": revision("pass", "z", "y") });
    expect(runRules(own, context)).toEqual([]);
  });
});

test("what could not be read is listed by its lines", async () => {
  const lines = "op.execute(statement())\nop.create_entity(x)";
  const context = await contextOf(before, { ...before, "m/versions/b.py": revision(lines) });
  expect(unreadableLines(context).map(({ where, why }) => [where.line, why])).toEqual([
    [7, "SQL that is not written out"],
    [8, "custom operation `op.create_entity`"],
  ]);
});

describe("a dropped column", () => {
  const models = (bases: string, column: string): Files => ({
    "app/models.py": `
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
${bases === "Base" ? "" : "from somewhere import Tracked"}

class Base(DeclarativeBase):
    pass

class T(${bases}):
    __tablename__ = "t"

    id: Mapped[int] = mapped_column(primary_key=True)
    ${column}: Mapped[str]
`,
  });

  test.each<readonly [string, Files, string]>([
    ["that the running code's model maps decides", models("Base", "x"), "error drop-column t.x"],
    ["that no model maps any more does not", models("Base", "y"), "warning drop-column t.x"],
    ["that an unread base may map decides", models("Tracked, Base", "y"), "error drop-column t.x"],
    ["of a table that no model maps decides", {}, "error drop-column t.x"],
  ])("%s", async (_, others, expected) => {
    expect(await short('op.drop_column("t", "x")', {}, others)).toEqual([expected]);
  });
});

describe("a dropped table", () => {
  const models = (table: string, more = ""): Files => ({
    "app/models.py": `
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

class Base(DeclarativeBase):
    pass

class T(Base):
    __tablename__ = "${table}"

    id: Mapped[int] = mapped_column(primary_key=True)
${more}`,
  });

  test.each<readonly [string, Files, string]>([
    ["that a model of the running code maps decides", models("old_notes"), "error drop-table old_notes"],
    ["that no model maps and no code names does not", models("notes"), "warning drop-table old_notes"],
    [
      "that code names in SQL decides",
      models("notes", '\nquery = "SELECT * FROM old_notes"\n'),
      "error drop-table old_notes",
    ],
    [
      "that a longer name holds does not",
      models("notes", '\nquery = "SELECT * FROM old_notes_2"\n'),
      "warning drop-table old_notes",
    ],
    ["decides where no models are known", {}, "error drop-table old_notes"],
  ])("%s", async (_, others, expected) => {
    expect(await short('op.drop_table("old_notes")', {}, others)).toEqual([expected]);
  });
});

test("what both databases of a repository do is said once, of PostgreSQL", async () => {
  const sqlite = (path: string) => `from alembic import context\ncontext.configure(url="${path}")\n`;
  const root = (id: string) => `revision = "${id}"\ndown_revision = None\n\ndef upgrade():\n    pass\n`;
  const files: Files = {
    "m/env.py": sqlite("postgresql://x"),
    "m/versions/postgresql/a.py": root("a"),
    "m/versions/sqlite/c.py": root("c"),
  };
  const drop = 'op.drop_column("t", "x")';
  const found = runRules(
    own,
    await contextOf(files, {
      ...files,
      "m/versions/postgresql/b.py": revision(drop),
      "m/versions/sqlite/d.py": revision(`${drop}\nop.drop_column("t", "y")`, "d", "c"),
    }),
  );
  expect(
    found.filter(({ rule }) => rule === "drop-column").map(({ subject, where }) => [subject, where.path]),
  ).toEqual([
    ["t.x", "m/versions/postgresql/b.py"],
    ["t.y", "m/versions/sqlite/d.py"],
  ]);
});

describe("what earlier revisions left", () => {
  const made = {
    "m/versions/a.py": `import sqlalchemy as sa\nfrom alembic import op\nrevision = "a"\ndown_revision = None\n\ndef upgrade():\n    op.create_table("t", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("x", sa.String(20), nullable=False), sa.Column("y", sa.String(20)))\n`,
  };
  const sets = (column: string) => `op.alter_column("t", "${column}", nullable=False)`;

  test("a column that is NOT NULL already is not set again", async () => {
    expect(await short(sets("x"), large, made)).toEqual(["info schema-change t"]);
    expect(await short(`op.drop_constraint("t_pkey", "t")\n${sets("id")}`, large, made)).toEqual([
      "info schema-change t",
    ]);
  });

  test("one that may hold NULL is", async () => {
    expect(await short(sets("y"), large, made)).toEqual(["error set-not-null t.y"]);
    const loosened = `op.alter_column("t", "x", nullable=True)\n${sets("x")}`;
    expect(await short(loosened, large, made)).toContain("error set-not-null t.x");
  });

  test("a column that is dropped where it exists and that no revision made is told", async () => {
    const drop = (column: string) => `op.execute("ALTER TABLE t DROP COLUMN IF EXISTS ${column}")`;
    expect(await short(drop("z"), {}, made)).toEqual(["warning drop-column t.z"]);
    expect(await short(drop("y"), {}, made)).toEqual(["error drop-column t.y"]);
    expect(await short('op.drop_column("t", "z")', {}, made)).toEqual(["error drop-column t.z"]);
    expect(await short(drop("z"))).toEqual(["error drop-column t.z"]);
  });

  test("so is a table", async () => {
    const drop = (table: string) => `op.execute("DROP TABLE IF EXISTS ${table}")`;
    expect(await short(drop("z"), {}, made)).toEqual(["warning drop-table z"]);
    expect(await short(drop("t"), {}, made)).toEqual(["error drop-table t"]);
    expect(await short('op.drop_table("z")', {}, made)).toEqual(["error drop-table z"]);
  });

  test("a type is known from the revision that made the column", async () => {
    const wider = 'op.alter_column("t", "x", type_=sa.String(40))';
    expect(await short(wider, large, made)).toEqual(["info schema-change t"]);
    const other = 'op.alter_column("t", "x", type_=sa.Integer(), postgresql_using="x::integer")';
    expect(await short(other, large, made)).toEqual(["error column-type-rewrites-table t.x"]);
  });
});

describe("a column that another one replaces", () => {
  const drop = 'op.drop_column("t", "x")';

  test("is told, not stopped: running code finds a column of that name", async () => {
    const renamed = `${drop}\nop.alter_column("t", "x_new", new_column_name="x")`;
    expect(await short(renamed)).toContain("warning drop-column t.x");
    expect(await short(renamed)).toContain("error rename-column t.x_new");
  });

  test("but not by another table's, or before", async () => {
    expect(await short(`${drop}\nop.alter_column("u", "y", new_column_name="x")`)).toContain(
      "error drop-column t.x",
    );
    expect(await short(drop)).toEqual(["error drop-column t.x"]);
  });
});

describe("schemas", () => {
  test("what stands in a schema that the change makes is new", async () => {
    expect(await short('op.execute("CREATE SCHEMA s; DROP TABLE s.t")')).toEqual([
      "info schema-change s",
      "info schema-change s.t",
    ]);
    expect(await short('op.execute("CREATE SCHEMA IF NOT EXISTS s; DROP TABLE s.t")')).toEqual([
      "error drop-table s.t",
      "info schema-change the database",
    ]);
  });

  test("a function that is handed a schema's name may have made its tables", async () => {
    const sql = "SELECT clone_schema('public', 's'); DROP TABLE s.t; DROP TABLE u";
    expect(await short(`op.execute("${sql}")`)).toEqual([
      "error/medium drop-table s.t",
      "error drop-table u",
    ]);
  });
});
