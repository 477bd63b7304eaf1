import { describe, expect, test } from "vitest";

import { readMigrations } from "../../../src/facts/alembic/read-migrations.ts";
import { readRevisions } from "../../../src/facts/alembic/read-revisions.ts";
import type { MigrationBody, MigrationStatement } from "../../../src/facts/database.ts";
import { projectOf, syntax, type Files } from "../../support/change.ts";

const env = "from alembic import context\ncontext.configure()\n";
const head =
  'import sqlalchemy as sa\nfrom alembic import context, op\nfrom sqlalchemy import orm\nfrom sqlalchemy.orm import Session\n\nrevision = "a"\ndown_revision = None\n\n';
/** Line of the first statement of `upgrade` in a migration made by `bodyOf`. */
const firstLine = head.split("\n").length + 1;

async function bodyOf(code: string, others: Files = {}): Promise<MigrationBody> {
  const files = { "m/env.py": env, "m/versions/a.py": head + code, ...others };
  const project = await projectOf(files);
  const paths = new Set(Object.keys(files));
  const [body] = readMigrations(project, readRevisions(project), paths, await syntax());
  if (body === undefined) throw new Error("no body");
  return body;
}

async function upgrade(
  lines: string,
  before = "",
  others: Files = {},
): Promise<readonly MigrationStatement[]> {
  const body = lines
    .split("\n")
    .map((line) => `    ${line}`)
    .join("\n");
  return (await bodyOf(`${before}def upgrade():\n${body}\n`, others)).upgrade;
}

/** `drop-table t`, with what is not as usual: confidence, transaction. */
function short({ operation, confidence, segment }: MigrationStatement): string {
  const name =
    "table" in operation
      ? operation.table
      : operation.kind === "other"
        ? operation.command
        : operation.kind === "unknown"
          ? operation.what
          : operation.name;
  const part =
    "column" in operation
      ? typeof operation.column === "string"
        ? operation.column
        : operation.column.name
      : "";
  const verb = operation.kind === "modify-rows" ? operation.verb : operation.kind;
  const doubt = confidence === "high" ? "" : ` (${confidence})`;
  const transaction = segment === 0 ? "" : ` [${segment ?? "none"}]`;
  return `${verb} ${name ?? "?"}${part === "" ? "" : `.${part}`}${doubt}${transaction}`;
}

async function shorts(lines: string, before = "", others: Files = {}): Promise<readonly string[]> {
  return (await upgrade(lines, before, others)).map(short);
}

describe("conditions", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "both branches of what only the run knows",
      'if flag():\n    op.drop_table("a")\nelse:\n    op.drop_table("b")',
      ["drop-table a (medium)", "drop-table b (medium)"],
    ],
    [
      "the branch of PostgreSQL",
      'if op.get_bind().dialect.name == "postgresql":\n    op.drop_table("a")\nelse:\n    op.drop_table("b")',
      ["drop-table a", "drop-table b (low)"],
    ],
    [
      "the other branch",
      'bind = op.get_bind()\nif bind.dialect.name in ("sqlite", "mysql"):\n    op.drop_table("a")\nelse:\n    op.drop_table("b")',
      ["drop-table b", "drop-table a (low)"],
    ],
    [
      "no return for PostgreSQL",
      'if op.get_context().dialect.name != "postgresql":\n    return\nop.drop_table("a")',
      ["drop-table a"],
    ],
    [
      "offline mode is not run",
      'if context.is_offline_mode():\n    return\nop.drop_table("a")',
      ["drop-table a"],
    ],
    [
      "whether something exists",
      'if sa.inspect(op.get_bind()).has_table("a"):\n    op.drop_table("a")',
      ["drop-table a"],
    ],
    [
      "through a variable",
      'names = sa.inspect(op.get_bind()).get_table_names()\nif "a" not in names:\n    return\nop.drop_table("a")',
      ["drop-table a"],
    ],
    [
      "a return that only the run knows",
      'if flag():\n    return\nop.drop_table("a")',
      ["drop-table a (medium)"],
    ],
    [
      "a check that raises",
      'if count() > 0:\n    raise Exception("no")\nop.drop_table("a")',
      ["drop-table a"],
    ],
    ["what follows a return", 'return\nop.drop_table("a")', []],
    [
      "errors that are passed over",
      'try:\n    op.drop_table("a")\nexcept Exception:\n    pass',
      ["drop-table a (medium)"],
    ],
    [
      "errors that are raised again",
      'try:\n    op.drop_table("a")\nexcept Exception:\n    raise',
      ["drop-table a"],
    ],
  ])("%s", async (_name, code, expected) => {
    expect(await shorts(code)).toEqual(expected);
  });

  test("a name that a branch binds is unknown behind it", async () => {
    const code = 'name = "a"\nif flag():\n    name = "b"\nop.drop_table(name)';
    expect(await shorts(code)).toEqual(["unknown `op.drop_table`: the table's name is not constant"]);
  });

  test("an environment on SQLite takes the branches for SQLite", async () => {
    const sqlite = { "m/env.py": 'from alembic import context\ncontext.configure(url="sqlite:///x.db")\n' };
    const code = 'if op.get_bind().dialect.name == "sqlite":\n    op.drop_table("a")';
    expect(await shorts(code, "", sqlite)).toEqual(["drop-table a"]);
  });
});

describe("loops and functions", () => {
  test.each<[string, string, string, readonly string[]]>([
    [
      "over literal tuples",
      'for table, column in (("a", "x"), ("b", "y")):\n    op.drop_column(table, column)',
      "",
      ["drop-column a.x", "drop-column b.y"],
    ],
    [
      "over a module's list",
      "for name in NAMES:\n    op.drop_table(name)",
      'NAMES = ["a", "b"]\n',
      ["drop-table a", "drop-table b"],
    ],
    [
      "over a text that is cut into statements",
      'for statement in SQL.split(";"):\n    statement = statement.strip()\n    if not statement:\n        continue\n    op.execute(statement)',
      'SQL = """DROP TABLE a; DROP TABLE b;\n"""\n',
      ["drop-table a", "drop-table b"],
    ],
    [
      "over the lines of a text",
      "for name in TABLES.splitlines():\n    if name:\n        op.drop_table(name)",
      'TABLES = """\na\nb\n"""\n',
      ["drop-table a", "drop-table b"],
    ],
    [
      "over a text that only the run knows",
      'for statement in read().split(";"):\n    op.execute(statement)',
      "",
      ["unknown SQL that is not written out (medium)"],
    ],
    [
      "over what only the run knows",
      'for row in rows():\n    op.drop_column("a", "x")',
      "",
      ["drop-column a.x (medium)"],
    ],
    [
      "over unknown names",
      "for name in names():\n    op.drop_table(name)",
      "",
      ["unknown `op.drop_table`: the table's name is not constant (medium)"],
    ],
    [
      "over a list that grew",
      'names = ["a"]\nnames.append(other())\nfor name in names:\n    op.drop_table(name)',
      "",
      ["unknown `op.drop_table`: the table's name is not constant (medium)"],
    ],
    [
      "functions with arguments and defaults",
      'drop("a")\ndrop(name="b")\ndrop()',
      'def drop(name="c"):\n    op.drop_table(name)\n\n',
      ["drop-table a", "drop-table b", "drop-table c"],
    ],
    [
      "nested functions",
      'table = "a"\ndef drop(column):\n    op.drop_column(table, column)\ndrop("x")',
      "",
      ["drop-column a.x"],
    ],
    ["another name of an operation", 'run = op.execute\nrun("DROP TABLE a")', "", ["drop-table a"]],
    [
      "lambdas, also as arguments",
      'drop = lambda name: op.drop_table(name)\ndrop("a")\neach(lambda name: op.drop_column(name, "x"))',
      'def each(change):\n    change("b")\n    change("c")\n\n',
      ["drop-table a", "drop-column b.x", "drop-column c.x"],
    ],
    [
      "partial",
      'drop = partial(op.drop_column, "a")\ndrop("x")\ndrop(column_name="y")',
      "from functools import partial\n",
      ["drop-column a.x", "drop-column a.y"],
    ],
    [
      "methods of a class of the migration",
      'Helper("a").drop("x")\nHelper.drop_all("b", "c")',
      'class Helper:\n    def drop(self, column):\n        self.really(column)\n    def really(self, column):\n        op.drop_column("a", column)\n    @staticmethod\n    def drop_all(*tables):\n        for table in tables:\n            op.drop_table(table)\n\n',
      ["drop-column a.x", "drop-table b", "drop-table c"],
    ],
    [
      "a connection that a condition names",
      'if (bind := op.get_bind()).dialect.name == "postgresql":\n    bind.execute(sa.text("DROP TABLE a"))\n(other := op.get_bind()).exec_driver_sql("DROP TABLE b")',
      "",
      ["drop-table a", "drop-table b"],
    ],
    ["functions that call each other for ever", "again()", "def again():\n    again()\n\n", []],
    [
      "batches",
      'with op.batch_alter_table("a", schema="s") as batch:\n    batch.drop_column("x")',
      "",
      ["drop-column s.a.x"],
    ],
  ])("%s", async (_name, code, before, expected) => {
    expect(await shorts(code, before)).toEqual(expected);
  });

  test("a helper of another module is read, and reported where it is called", async () => {
    const helper = {
      "app/migration_helpers.py":
        'from alembic import op\n\ndef drop(name):\n    op.execute(f"DROP TABLE {name}")\n',
    };
    const [statement] = await upgrade('drop("a")', "from app.migration_helpers import drop\n\n", helper);
    expect(statement && short(statement)).toBe("drop-table a");
    expect(statement?.where).toEqual({
      path: "m/versions/a.py",
      line: firstLine + 2,
      endLine: firstLine + 2,
    });
  });

  test("loops in loops over long lists end", async () => {
    const list = `list(range(500))`;
    const body = await bodyOf(
      `def upgrade():\n    for a in ${list}:\n        for b in ${list}:\n            op.drop_table("t")\n`,
    );
    expect(body.unresolved.map((one) => one.what)).toEqual(["the migration has too many steps to read"]);
    expect(body.upgrade.length).toBeLessThan(20_001);
  });
});

describe("transactions", () => {
  test("an autocommit block stands between two", async () => {
    const code =
      'op.drop_table("a")\nwith op.get_context().autocommit_block():\n    op.drop_table("b")\nop.drop_table("c")';
    expect(await shorts(code)).toEqual(["drop-table a", "drop-table b [none]", "drop-table c [1]"]);
  });

  test("COMMIT as SQL leaves it", async () => {
    const code =
      'op.execute("COMMIT")\nop.execute("DROP INDEX CONCURRENTLY i")\nop.execute("BEGIN")\nop.drop_table("a")';
    expect((await shorts(code)).slice(1)).toEqual([
      "drop-index ? [none]",
      "other BEGIN [none]",
      "drop-table a [1]",
    ]);
  });

  test("a connection from a function that can't be followed is one by what is called on it", async () => {
    const statements = await upgrade(
      'bind, schema = prepare()\nwith bind.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as c:\n    c.exec_driver_sql("CREATE INDEX CONCURRENTLY i ON t (a)")\nbind.exec_driver_sql("DROP TABLE u")',
    );
    expect(statements.map(({ operation, segment }) => [operation.kind, segment])).toEqual([
      ["create-index", null],
      ["drop-table", 0],
    ]);
  });

  test("a connection in autocommit has none", async () => {
    const code =
      'c = op.get_bind().execution_options(isolation_level="AUTOCOMMIT")\nc.execute(sa.text("VACUUM t"))';
    expect(await shorts(code)).toEqual(["other VACUUM [none]"]);
  });
});

describe("SQL", () => {
  test("stands on its own lines", async () => {
    const [first, second] = await upgrade(
      'op.execute("""\n    UPDATE t SET a = 1;\n\n    DROP TABLE t\n""")',
    );
    expect([first?.where.line, second?.where.line]).toEqual([firstLine + 1, firstLine + 3]);
  });

  test.each<[string, string, string, readonly string[]]>([
    [
      "bound parameters",
      'op.get_bind().execute(sa.text("DELETE FROM t WHERE id = :id"), {"id": 1})',
      "",
      ["delete t"],
    ],
    [
      "a value that only the run knows",
      "op.execute(f\"UPDATE t SET a = '{value()}'\")",
      "",
      ["update t (medium)"],
    ],
    [
      "a table that only the run knows",
      'op.execute(f"DROP TABLE {name()}")',
      "",
      ["unknown drop table: a name that only the run knows (medium)"],
    ],
    ["a row change of such a table", 'op.execute(f"UPDATE {name()} SET a = 1")', "", ["update ? (medium)"]],
    ["a file", 'op.execute(open("x.sql").read())', "", ["unknown SQL that is not written out"]],
    ["a custom operation", "op.create_entity(view)", "", ["unknown custom operation `op.create_entity`"]],
    [
      "a function that is handed the connection",
      "sync(op.get_bind())",
      "from other import sync\n\n",
      ["unknown `sync` with the database connection"],
    ],
    [
      "what only reads",
      "op.get_bind().execute(sa.select(t)).all()\nsa.inspect(op.get_bind())",
      't = sa.table("t")\n\n',
      [],
    ],
    [
      "a class of the file",
      'op.execute(f"DELETE FROM {User.__tablename__} WHERE id = 1")',
      'class User(Base):\n    __tablename__ = "users"\n\n',
      ["delete users"],
    ],
    [
      "an import inside of the function",
      'from sqlalchemy import text\nop.execute(text("DROP TABLE a"))',
      "",
      ["drop-table a"],
    ],
  ])("%s", async (_name, code, before, expected) => {
    expect(await shorts(code, before)).toEqual(expected);
  });
});

describe("rows through the ORM", () => {
  const model = 'class User(Base):\n    __tablename__ = "users"\n\n';
  test.each<[string, string, readonly string[]]>([
    [
      "attributes of rows",
      "for user in session.query(User).filter(User.id > 1):\n    user.name = 'x'",
      ["update users (medium)"],
    ],
    [
      "rows of a select",
      "for user in session.execute(sa.select(User)).scalars().all():\n    user.name = 'x'",
      ["update users (medium)"],
    ],
    ["a query's update", "session.query(User).filter_by(id=1).update({'name': 'x'})", ["update users"]],
    ["a query's delete", "session.query(User).delete()", ["delete users"]],
    ["added objects", "session.add(User(name='x'))\nsession.commit()", ["insert users"]],
    ["deleted objects", "session.delete(session.query(User).first())", ["delete users"]],
  ])("%s", async (_name, code, expected) => {
    expect(await shorts(`session = Session(bind=op.get_bind())\n${code}`, model)).toEqual(expected);
  });
});

describe("types", () => {
  test.each<[string, string, readonly string[]]>([
    [
      "are made and dropped by themselves",
      'mood = sa.Enum("a", name="mood")\nmood.create(op.get_bind(), checkfirst=True)\nmood.drop(op.get_bind())',
      ["create-type mood", "drop-type mood"],
    ],
    [
      "by create_table, but not by add_column",
      'op.create_table("t", sa.Column("m", sa.Enum("a", name="mood")))\nop.add_column("t", sa.Column("n", sa.Enum("b", name="other")))',
      ["create-type mood", "create-table t", "add-column t.n"],
    ],
    [
      "unless they exist",
      'op.create_table("t", sa.Column("m", sa.Enum("a", name="mood", create_type=False)))',
      ["create-table t"],
    ],
  ])("%s", async (_name, code, expected) => {
    expect(await shorts(code)).toEqual(expected);
  });
});

test("downgrade is read too, and several databases have functions of their own", async () => {
  const body = await bodyOf(`
def upgrade(engine_name):
    globals()["upgrade_" + engine_name]()

def downgrade(engine_name):
    globals()["downgrade_" + engine_name]()

def upgrade_one():
    op.drop_table("a")

def upgrade_two():
    op.drop_table("b")

def downgrade_one():
    op.create_table("a")
`);
  expect(body.upgrade.map(short)).toEqual(["drop-table a", "drop-table b"]);
  expect(body.downgrade.map(short)).toEqual(["create-table a"]);
});

test("plain SQL migrations are read in both directions", async () => {
  const files = {
    "db/migrations/1_a.sql": "-- migrate:up\nDROP TABLE a;\n-- migrate:down\nCREATE TABLE a (id int);\n",
    "migrations/2_b.up.sql": "DROP TABLE b;",
    "migrations/2_b.down.sql": "CREATE TABLE b (id int);",
    "supabase/migrations/3_c.sql": "CREATE INDEX CONCURRENTLY i ON c (x);",
    "goose/migrations/4_d.sql": "-- +goose Up\nCREATE INDEX CONCURRENTLY i ON d (x);\n",
    "queries/report.sql": "DROP TABLE no;",
  };
  const project = await projectOf(files);
  const bodies = readMigrations(project, readRevisions(project), new Set(Object.keys(files)), await syntax());
  expect(
    bodies.map(({ path, upgrade, downgrade }) => [path, upgrade.map(short), downgrade.map(short)]),
  ).toEqual([
    ["db/migrations/1_a.sql", ["drop-table a"], ["create-table a"]],
    ["goose/migrations/4_d.sql", ["create-index d"], []],
    ["migrations/2_b.down.sql", [], ["create-table b"]],
    ["migrations/2_b.up.sql", ["drop-table b"], []],
    ["supabase/migrations/3_c.sql", ["create-index c [none]"], []],
  ]);
});
