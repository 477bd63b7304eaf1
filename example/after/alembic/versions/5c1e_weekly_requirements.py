"""weekly requirements"""

import sqlalchemy as sa

from alembic import op

revision = "5c1e"
down_revision = "4b2f"


def upgrade() -> None:
    op.create_table(
        "weekly_requirements",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("resident_id", sa.Integer(), sa.ForeignKey("residents.id"), nullable=False),
        sa.Column("week", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
    )
    op.create_index("ix_weekly_requirements_resident_id", "weekly_requirements", ["resident_id"])
    op.execute("UPDATE residents SET pgy_level = 1 WHERE pgy_level IS NULL")
    op.alter_column("residents", "pgy_level", existing_type=sa.Integer(), nullable=False)


def downgrade() -> None:
    op.alter_column("residents", "pgy_level", existing_type=sa.Integer(), nullable=True)
    op.drop_index("ix_weekly_requirements_resident_id", "weekly_requirements")
    op.drop_table("weekly_requirements")
