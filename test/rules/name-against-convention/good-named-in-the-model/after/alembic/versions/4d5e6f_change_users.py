"""change users"""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade() -> None:
    op.create_table(
        "notes",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("title", sa.Text()),
    )
    op.create_unique_constraint("unique_title", "notes", ["title"])


def downgrade() -> None:
    op.drop_table("notes")
