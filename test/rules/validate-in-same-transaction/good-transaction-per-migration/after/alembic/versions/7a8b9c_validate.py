"""Validate it."""

from alembic import op

revision = "7a8b9c"
down_revision = "4d5e6f"


def upgrade():
    op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck_email")


def downgrade():
    pass
