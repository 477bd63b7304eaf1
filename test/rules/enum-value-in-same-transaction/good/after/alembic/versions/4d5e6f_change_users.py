"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE role ADD VALUE 'guest'")
    op.execute("UPDATE users SET role = 'guest'::role WHERE email IS NULL")


def downgrade():
    pass
