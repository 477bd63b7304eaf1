/**
 * Alembic revisions and models of the length and mix that real repositories have (2 to 4 kB a revision: tables,
 * columns, keys, SQL, helper functions, loops, downgrades), for `bench.mjs`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Makes a repository with that many revisions: branch `main`, and `one` with one more revision and its model. */
export function makeDatabase(folder, count) {
  const git = (...args) =>
    execFileSync("git", ["-c", "user.name=b", "-c", "user.email=b@example.com", ...args], {
      cwd: folder,
      stdio: ["ignore", "pipe", "inherit"],
    });
  const commit = (files, message) => {
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    git("add", "--all");
    git("commit", "--quiet", "-m", message);
  };
  git("init", "--quiet", "--initial-branch=main");
  commit(databaseFiles(count), "base");
  git("checkout", "--quiet", "-b", "one");
  commit(nextRevision(count), "one more");
  git("checkout", "--quiet", "main");
}

/** The files of a repository with that many revisions in one line, and models of the tables that they make: path → text. */
function databaseFiles(count) {
  const files = new Map([
    ["alembic.ini", "[alembic]\nscript_location = migrations\n"],
    ["migrations/env.py", environment],
    ["app/__init__.py", ""],
    ["app/db.py", "from sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n"],
  ]);
  for (let n = 0; n < count; n += 1) files.set(`migrations/versions/${idOf(n)}_change_${n}.py`, revision(n));
  const tables = Math.ceil(count / kinds.length);
  for (let t = 0; t < tables; t += 1) files.set(`app/models/m${t}.py`, model(t, 200));
  const imports = Array.from({ length: tables }, (_, t) => `from app.models import m${t} as m${t}\n`);
  files.set("app/models/__init__.py", imports.join(""));
  return files;
}

/** A pull request with one more revision, and the model that it is for. */
function nextRevision(count) {
  const upgrade = `    op.add_column("table_1", sa.Column("remark", sa.Text(), nullable=True))
    op.alter_column("table_1", "title", existing_type=sa.String(length=200), type_=sa.String(length=300))
    op.create_index("ix_table_1_remark", "table_1", ["remark"])
    op.execute("UPDATE table_1 SET state = 'open' WHERE state IS NULL")
    op.alter_column("table_1", "state", existing_type=sa.String(length=20), nullable=False)
`;
  const text = file(count, upgrade, `    op.drop_column("table_1", "remark")\n`);
  const changed = model(1, 300).replace(
    "    state: Mapped[str | None]",
    "    remark: Mapped[str | None] = mapped_column(Text, index=True)\n    state: Mapped[str]",
  );
  return new Map([
    [`migrations/versions/${idOf(count)}_add_remark.py`, text],
    ["app/models/m1.py", changed],
  ]);
}

const environment = `from alembic import context
from sqlalchemy import engine_from_config, pool

from app.db import Base
from app import models

config = context.config
target_metadata = Base.metadata


def run_migrations_online():
    connectable = engine_from_config(config.get_section(config.config_ini_section), poolclass=pool.NullPool)
    with connectable.connect() as connection:
        context.configure(connection=connection, target_metadata=target_metadata, compare_type=True)
        with context.begin_transaction():
            context.run_migrations()


run_migrations_online()
`;

/** Twelve hexadecimal digits that look like Alembic's own. */
function idOf(n) {
  return ((n + 1) * 0x9e3779b97f4a).toString(16).slice(-12).padStart(12, "0");
}

function file(n, upgrade, downgrade, helpers = "") {
  const down = n === 0 ? "None" : `"${idOf(n - 1)}"`;
  return `"""Change ${n} of the schema

Revision ID: ${idOf(n)}
Revises: ${n === 0 ? "" : idOf(n - 1)}
Create Date: 2026-01-${String((n % 28) + 1).padStart(2, "0")} 10:11:12.131415

"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = "${idOf(n)}"
down_revision: Union[str, None] = ${down}
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None

${helpers}
def upgrade() -> None:
${upgrade}

def downgrade() -> None:
${downgrade}`;
}

/** Each table goes through all of these, one revision after another. */
const kinds = [createTable, addColumns, backfill, guardedLoop, indexAndEnum, rowByRow];

function revision(n) {
  const table = Math.floor(n / kinds.length);
  return kinds[n % kinds.length](n, `table_${table}`, table === 0 ? null : `table_${table - 1}`);
}

function createTable(n, table, other) {
  const columns = Array.from(
    { length: 12 },
    (_, k) =>
      `        sa.Column("field_${k}", ${types[(n + k) % types.length]}, nullable=${k % 3 === 0 ? "False" : "True"}),\n`,
  ).join("");
  const key =
    other === null
      ? ""
      : `        sa.ForeignKeyConstraint(["parent_id"], ["${other}.id"], name=op.f("fk_${table}_parent"), ondelete="CASCADE"),\n`;
  const upgrade = `    # ### commands auto generated by Alembic - please adjust! ###
    op.create_table(
        "${table}",
        sa.Column("id", sa.UUID(), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=True),
        sa.Column("parent_id", sa.UUID(), nullable=True),
${columns}${key}        sa.PrimaryKeyConstraint("id", name=op.f("${table}_pkey")),
        sa.UniqueConstraint("title", name=op.f("uq_${table}_title")),
    )
    op.create_index(op.f("ix_${table}_created_at"), "${table}", ["created_at"], unique=False)
    op.create_index(op.f("ix_${table}_field_1"), "${table}", ["field_1", "field_2"], unique=False)
    # ### end Alembic commands ###
`;
  const downgrade = `    op.drop_index(op.f("ix_${table}_field_1"), table_name="${table}")
    op.drop_index(op.f("ix_${table}_created_at"), table_name="${table}")
    op.drop_table("${table}")
`;
  return file(n, upgrade, downgrade);
}

const types = [
  "sa.String(length=255)",
  "sa.Integer()",
  "sa.Boolean()",
  "sa.Text()",
  "sa.Numeric(precision=10, scale=2)",
  "postgresql.JSONB(astext_type=sa.Text())",
];

function addColumns(n, table) {
  const upgrade = `    # ### commands auto generated by Alembic - please adjust! ###
    with op.batch_alter_table("${table}", schema=None) as batch_op:
        batch_op.add_column(sa.Column("label", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("weight", sa.Integer(), server_default="0", nullable=False))
        batch_op.create_index(batch_op.f("ix_${table}_label"), ["label"], unique=False)

    op.add_column(
        "${table}",
        sa.Column(
            "settings",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default=sa.text("'{}'::jsonb"),
            nullable=False,
        ),
    )
    op.add_column("${table}", sa.Column("owner", sa.String(), nullable=True))
    op.create_check_constraint("ck_${table}_weight", "${table}", "weight >= 0")
    op.alter_column("${table}", "field_1", existing_type=sa.String(length=255), nullable=True)
    # ### end Alembic commands ###
`;
  const downgrade = `    op.drop_constraint("ck_${table}_weight", "${table}", type_="check")
    op.drop_column("${table}", "owner")
    op.drop_column("${table}", "settings")
    with op.batch_alter_table("${table}", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_${table}_label"))
        batch_op.drop_column("weight")
        batch_op.drop_column("label")
`;
  return file(n, upgrade, downgrade);
}

function backfill(n, table) {
  const upgrade = `    op.execute(
        """
        WITH ranked AS (
            SELECT id, row_number() OVER (PARTITION BY state ORDER BY created_at) AS position
            FROM ${table}
            WHERE label IS NULL
        )
        UPDATE ${table} AS t
        SET label = 'row ' || ranked.position, weight = ranked.position
        FROM ranked
        WHERE t.id = ranked.id
        """
    )
    op.execute(sa.text("UPDATE ${table} SET owner = 'nobody' WHERE owner IS NULL"))
    op.execute(f"COMMENT ON COLUMN ${table}.{COLUMN} IS 'who has it'")
    op.alter_column("${table}", COLUMN, existing_type=sa.String(), nullable=False)
    op.create_unique_constraint("uq_${table}_label", "${table}", ["label", "owner"])
`;
  const downgrade = `    op.drop_constraint("uq_${table}_label", "${table}", type_="unique")
    op.alter_column("${table}", COLUMN, existing_type=sa.String(), nullable=True)
`;
  return file(n, upgrade, downgrade, `COLUMN = "owner"\n\n`);
}

function guardedLoop(n, table) {
  const helpers = `
def column_exists(table_name: str, column_name: str) -> bool:
    inspector = sa.inspect(op.get_bind())
    return column_name in {column["name"] for column in inspector.get_columns(table_name)}


def add_flag(table_name: str, column_name: str) -> None:
    """Adds a flag that is off for the rows that are there."""
    if column_exists(table_name, column_name):
        return
    op.add_column(
        table_name,
        sa.Column(column_name, sa.Boolean(), server_default=sa.false(), nullable=False),
    )


FLAGS = [
    "is_public",
    "is_archived",
    "is_template",
    "is_locked",
]

`;
  const upgrade = `    for flag in FLAGS:
        add_flag("${table}", flag)
    for name, kind in (("first_seen", sa.DateTime(timezone=True)), ("last_seen", sa.DateTime(timezone=True))):
        op.add_column("${table}", sa.Column(name, kind, nullable=True))
    conn = op.get_bind()
    if conn.dialect.name == "postgresql":
        op.execute("ALTER TABLE ${table} ALTER COLUMN settings SET STATISTICS 500")
    else:
        op.execute("PRAGMA foreign_keys = ON")
`;
  const downgrade = `    op.drop_column("${table}", "last_seen")
    op.drop_column("${table}", "first_seen")
    for flag in reversed(FLAGS):
        op.drop_column("${table}", flag)
`;
  return file(n, upgrade, downgrade, helpers);
}

function indexAndEnum(n, table) {
  const upgrade = `    kind = postgresql.ENUM("small", "middle", "large", name="${table}_size", create_type=False)
    kind.create(op.get_bind(), checkfirst=True)
    op.add_column("${table}", sa.Column("size", kind, server_default="small", nullable=False))
    op.execute("ALTER TYPE ${table}_size ADD VALUE IF NOT EXISTS 'huge'")
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_${table}_owner_live",
            "${table}",
            ["owner", sa.text("created_at DESC")],
            unique=False,
            postgresql_concurrently=True,
            postgresql_where=sa.text("is_archived = false"),
            if_not_exists=True,
        )
        op.execute(
            "CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_${table}_settings ON ${table} USING gin (settings)"
        )
`;
  const downgrade = `    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_${table}_settings")
        op.drop_index("ix_${table}_owner_live", table_name="${table}", postgresql_concurrently=True)
    op.drop_column("${table}", "size")
    postgresql.ENUM(name="${table}_size").drop(op.get_bind(), checkfirst=True)
`;
  return file(n, upgrade, downgrade);
}

function rowByRow(n, table) {
  const helpers = `
${table} = sa.table(
    "${table}",
    sa.column("id", sa.UUID()),
    sa.column("settings", postgresql.JSONB()),
    sa.column("state", sa.String()),
)

`;
  const upgrade = `    conn = op.get_bind()
    rows = conn.execute(sa.text("SELECT id, settings, state FROM ${table} WHERE settings ? 'old'")).fetchall()
    for row in rows:
        settings = dict(row.settings or {})
        old = settings.pop("old", None)
        if old is not None:
            settings["new"] = {"value": old, "changed": True}
        conn.execute(
            ${table}.update().where(${table}.c.id == row.id).values(settings=settings)
        )
    conn.execute(
        sa.text("UPDATE ${table} SET state = :state WHERE state = :old"),
        {"state": "done", "old": "finished"},
    )
    op.drop_index("ix_${table}_label", table_name="${table}", if_exists=True)
    op.alter_column("${table}", "weight", existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False)
`;
  const downgrade = `    op.alter_column("${table}", "weight", existing_type=sa.BigInteger(), type_=sa.Integer(), existing_nullable=False)
    op.create_index("ix_${table}_label", "${table}", ["label"], unique=False)
    conn = op.get_bind()
    conn.execute(sa.text("UPDATE ${table} SET settings = settings - 'new' WHERE settings ? 'new'"))
`;
  return file(n, upgrade, downgrade, helpers);
}

function model(t, length) {
  return `from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base


class Model${t}(Base):
    __tablename__ = "table_${t}"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(${length}), unique=True)
    state: Mapped[str | None] = mapped_column(String(20))
    owner: Mapped[str] = mapped_column(Text)
${Array.from({ length: 12 }, (_, k) => `    field_${k}: Mapped[str | None] = mapped_column(Text)\n`).join("")}`;
}
