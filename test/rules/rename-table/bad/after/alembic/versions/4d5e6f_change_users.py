"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.rename_table("users", "accounts")


def downgrade():
    op.rename_table("accounts", "users")
