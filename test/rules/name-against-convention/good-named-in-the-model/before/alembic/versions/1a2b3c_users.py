"""users"""

import sqlalchemy as sa
from alembic import op

revision = "1a2b3c"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("name", sa.Text()),
        sa.Column("email", sa.Text()),
    )


def downgrade() -> None:
    op.drop_table("users")
