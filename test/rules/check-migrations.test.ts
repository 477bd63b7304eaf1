import { describe, expect, test } from "vitest";

import { readRevisions } from "../../src/facts/alembic/read-revisions.ts";
import {
  checkMigrations,
  type MigrationCheck,
  type MigrationSelection,
} from "../../src/rules/check-migrations.ts";
import { defaultSettings } from "../../src/settings/defaults.ts";
import { projectOf, syntax, type Files } from "../support/change.ts";

const header = (id: string, down: string | null) =>
  `import sqlalchemy as sa\nfrom alembic import op\nrevision = "${id}"\ndown_revision = ${down === null ? "None" : `"${down}"`}\n`;

const files: Files = {
  "alembic/env.py": "from alembic import context\ncontext.configure()\n",
  "alembic/versions/1_users.py": `${header("1", null)}
def upgrade():
    op.create_table("users", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("email", sa.Text()))
    op.create_index("ix_users_id", "users", ["id"])
`,
  "alembic/versions/2_index.py": `${header("2", "1")}
def upgrade():
    op.create_index("ix_users_email", "users", ["email"])
    op.execute(open("x.sql").read())
`,
  "alembic/versions/3_type.py": `${header("3", "2")}
def upgrade():
    op.alter_column("users", "id", existing_type=sa.Integer(), type_=sa.BigInteger())
`,
  "one.sql": "ALTER TABLE users ADD COLUMN age integer NOT NULL;\n",
};

async function check(
  selection: Partial<MigrationSelection>,
  repository: Files = files,
): Promise<MigrationCheck> {
  const project = await projectOf(repository);
  const graph = readRevisions(project);
  const all = { files: [], folders: [], ...selection };
  return checkMigrations(project, graph, all, defaultSettings, await syntax());
}

function short({ findings }: MigrationCheck): readonly string[] {
  return findings.map(({ rule, severity, subject }) => `${severity} ${rule} ${subject}`);
}

describe("check-migrations", () => {
  test("in a folder each revision is a change of its own, after its parents", async () => {
    const result = await check({ folders: ["alembic/versions"] });
    expect(short(result)).toEqual([
      "warning create-index-not-concurrently ix_users_email",
      "error column-type-rewrites-table users.id",
      "warning unreadable-migration revision 2",
    ]);
    expect(result.revisions).toEqual(
      ["1_users", "2_index", "3_type"].map((name, at) => ({
        revision: String(at + 1),
        down: at === 0 ? [] : [String(at)],
        path: `alembic/versions/${name}.py`,
        environment: "alembic",
      })),
    );
    expect(result.environments).toEqual([{ path: "alembic", versions: ["alembic/versions"], heads: ["3"] }]);
  });

  test("files named one by one are one change: what one makes is new in the next", async () => {
    const result = await check({ files: ["alembic/versions/1_users.py", "alembic/versions/2_index.py"] });
    expect(short(result)).toEqual(["warning unreadable-migration revision 2"]);
  });

  const bad = (text: string): Files => ({
    "alembic/env.py": "from alembic import context\ncontext.configure()\n",
    "alembic/versions/1_users.py": files["alembic/versions/1_users.py"] ?? "",
    "alembic/versions/2_bad.py": text,
  });
  const known = `from alembic import op\nrevision = "2"\ndown_revision = "1"\n`;

  test.each([
    ["a revision that can't be parsed", `${known}def upgrade():\n    op.drop_table("users"\n`, ["unknown 4"]],
    ["SQL that is not written out", `${known}def upgrade():\n    op.execute(f())\n`, ["unknown 5"]],
    [
      "SQL that does not parse",
      `${known}def upgrade():\n    op.execute("""\n        SELECT 1;\n        DROP TABEL users\n    """)\n`,
      ["unknown 7"],
    ],
    [
      "a parent that does not exist",
      `from alembic import op\nrevision = "2"\ndown_revision = "9"\ndef upgrade():\n    pass\n`,
      ["trigger 2"],
    ],
    [
      "a file without `revision`",
      `from alembic import op\ndef upgrade():\n    op.drop_table("users")\n`,
      ["hazard 3", "unknown 1"],
    ],
    [
      "an id that only the run knows",
      `from alembic import op\nimport os\nrevision = os.environ["R"]\ndef upgrade():\n    op.drop_table("users")\n`,
      ["hazard 5", "unknown 3"],
    ],
    ["a downgrade that can't be parsed", `${known}def upgrade():\n    pass\ndef downgrade(\n`, ["unknown 6"]],
  ])("%s is said with its line", async (_, text, expected) => {
    const { findings } = await check({ folders: ["alembic"] }, bad(text));
    expect(findings.map(({ kind, where }) => `${kind} ${where.line}`)).toEqual(expected);
    expect(findings.every(({ where }) => where.path === "alembic/versions/2_bad.py")).toBe(true);
  });

  test("a file that was named is read once, whether it has an id or not", async () => {
    const text = `from alembic import op\ndef upgrade():\n    op.drop_table("users")\n`;
    const { findings } = await check({ files: ["alembic/versions/2_bad.py"] }, bad(text));
    expect(findings.map(({ rule }) => rule)).toEqual(["drop-table", "unreadable-migration"]);
  });

  test("a finding says what PostgreSQL does", async () => {
    const [, rewrite] = (await check({ folders: ["alembic"] })).findings;
    expect(rewrite).toMatchObject({
      kind: "hazard",
      lock: { users: "ACCESS EXCLUSIVE" },
      rewrite: true,
      scan: true,
      existing: true,
    });
  });

  test("what could not be read is listed", async () => {
    const { coverage } = await check({ files: ["alembic/versions/2_index.py"] });
    expect(coverage).toEqual({
      statements: 2,
      analysed: 1,
      unknown: [{ path: "alembic/versions/2_index.py", line: 8, reason: "SQL that is not written out" }],
    });
  });

  test("SQL files are checked wherever they lie", async () => {
    expect(short(await check({ files: ["one.sql"] }))).toEqual(["error add-not-null-column users.age"]);
  });

  test("revisions outside of any environment are checked too", async () => {
    const loose = { "cases/a/x.py": `${header("x", null)}\ndef upgrade():\n    op.drop_table("users")\n` };
    const found = ["error drop-table users", "info downgrade-restores-nothing revision x"];
    expect(short(await check({ files: ["cases/a/x.py"] }, loose))).toEqual(found);
    expect(short(await check({ folders: ["cases"] }, loose))).toEqual(found);
  });

  test("several heads of an environment are a finding", async () => {
    const forked = {
      ...files,
      "alembic/versions/4_fork.py": `${header("4", "2")}\ndef upgrade():\n    pass\n`,
    };
    const result = await check({ folders: ["alembic/versions"] }, forked);
    expect(short(result)).toContain("error multiple-heads heads 3, 4");
    expect(result.environments[0]?.heads).toEqual(["3", "4"]);
  });
});
