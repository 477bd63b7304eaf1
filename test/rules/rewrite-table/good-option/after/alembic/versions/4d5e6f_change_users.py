"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("VACUUM (FULL off) users")


def downgrade():
    pass
