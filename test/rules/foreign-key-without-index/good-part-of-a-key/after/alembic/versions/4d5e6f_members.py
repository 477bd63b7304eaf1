"""Members."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.create_table(
        "members",
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id")),
        sa.Column("role", sa.String(20)),
        sa.PrimaryKeyConstraint("user_id", "role"),
    )


def downgrade():
    op.drop_table("members")
