"""residents"""

import sqlalchemy as sa

from alembic import op

revision = "4b2f"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "residents",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("email", sa.String(320), nullable=False, unique=True),
        sa.Column("pgy_level", sa.Integer(), nullable=True),
    )


def downgrade() -> None:
    op.drop_table("residents")
