"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.execute("DROP INDEX CONCURRENTLY ix_users_email")


def downgrade():
    pass
