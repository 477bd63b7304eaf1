"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.alter_column("users", "email", new_column_name="mail")


def downgrade():
    pass
