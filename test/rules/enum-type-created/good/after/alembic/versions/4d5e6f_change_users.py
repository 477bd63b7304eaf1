"""change users"""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade() -> None:
    op.create_table("moods", sa.Column("value", sa.Text(), primary_key=True))
    op.create_table(
        "notes",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("mood", sa.Text(), sa.ForeignKey("moods.value")),
    )


def downgrade() -> None:
    op.drop_table("notes")
    op.drop_table("moods")
