"""change users"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade() -> None:
    op.add_column("users", sa.Column("note", postgresql.JSONB()))


def downgrade() -> None:
    op.drop_column("users", "note")
