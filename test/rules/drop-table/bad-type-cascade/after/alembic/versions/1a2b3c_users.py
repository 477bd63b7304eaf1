"""Users."""

import sqlalchemy as sa
from alembic import op

revision = "1a2b3c"
down_revision = None


def upgrade():
    op.create_table(
        "users",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("email", sa.String(80)),
        sa.Column("role", sa.Enum("admin", "member", name="role")),
    )


def downgrade():
    op.drop_table("users")
