import { describe, expect, test } from "vitest";

import { contextOf, type Files } from "../support/change.ts";

const revision = (body: string, down = "None") => `"""Doc."""
import sqlalchemy as sa
from alembic import op

revision = "a"
down_revision = ${down}


def upgrade():
    ${body}


def downgrade():
    pass
`;

async function changes(before: Files, after: Files): Promise<readonly string[]> {
  const env = { "m/env.py": "from alembic import context\ncontext.configure()\n" };
  const context = await contextOf({ ...env, ...before }, { ...env, ...after });
  return context.changes.revisions.map(({ status, key }) => `${status} ${key}`);
}

const one = "m/versions/a.py";

describe("a revision is compared by its id", () => {
  const old = revision('op.add_column("t", sa.Column("x", sa.Integer()))');
  test.each<[string, Files, Files, readonly string[]]>([
    ["added", {}, { [one]: old }, ["added a"]],
    ["removed", { [one]: old }, {}, ["removed a"]],
    ["renamed file", { [one]: old }, { "m/versions/2024_a.py": old }, []],
    [
      "comments and layout",
      { [one]: old },
      { [one]: old.replace('"t", ', "\n        't',  # why\n        ") },
      [],
    ],
    ["another docstring", { [one]: old }, { [one]: old.replace("Doc.", "Other.") }, []],
    ["the same by another name", { [one]: old }, { [one]: old.replace("sa.Integer()", "sa.INTEGER") }, []],
    ["another operation", { [one]: old }, { [one]: old.replace('"x"', '"y"') }, ["modified a"]],
    ["another type", { [one]: old }, { [one]: old.replace("Integer", "BigInteger") }, ["modified a"]],
    [
      "another parent",
      { [one]: old },
      { [one]: revision('op.add_column("t", sa.Column("x", sa.Integer()))', '"z"') },
      ["modified a"],
    ],
    ["one more statement", { [one]: old }, { [one]: `${old}    op.drop_table("t")\n` }, ["modified a"]],
    [
      "SQL in another layout",
      { [one]: revision('op.execute("UPDATE t SET a = 1")') },
      { [one]: revision('op.execute("""update t\n  set a=1 -- why\n""")') },
      [],
    ],
    [
      "SQL with another value",
      { [one]: revision('op.execute("UPDATE t SET a = 1")') },
      { [one]: revision('op.execute("UPDATE t SET a = 2")') },
      ["modified a"],
    ],
    [
      "what a foreign key does on delete",
      { [one]: revision('op.create_foreign_key("f", "t", "u", ["a"], ["id"])') },
      { [one]: revision('op.create_foreign_key("f", "t", "u", ["a"], ["id"], ondelete="CASCADE")') },
      ["modified a"],
    ],
    ["an SQL migration", {}, { "migrations/V2__x.sql": "DROP TABLE x;" }, ["added V2__x.sql"]],
    [
      "an SQL migration that is edited",
      { "migrations/V2__x.sql": "DROP TABLE x;" },
      { "migrations/V2__x.sql": "DROP TABLE y;" },
      ["modified V2__x.sql"],
    ],
    [
      "Prisma's folders",
      {},
      { "prisma/migrations/1_init/migration.sql": "CREATE TABLE x (id int);" },
      ["added 1_init/migration.sql"],
    ],
  ])("%s", async (_name, before, after, expected) => {
    expect(await changes(before, after)).toEqual(expected);
  });
});
