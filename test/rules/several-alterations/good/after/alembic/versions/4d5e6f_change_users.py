"""change users"""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade() -> None:
    op.execute("ALTER TABLE users ADD COLUMN note text, ADD COLUMN city text")


def downgrade() -> None:
    op.drop_column("users", "city")
    op.drop_column("users", "note")
