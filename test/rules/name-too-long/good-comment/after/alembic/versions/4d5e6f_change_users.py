"""change users"""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade() -> None:
    op.add_column("users", sa.Column("notes_last_year", sa.BigInteger(), comment="How many notes somebody wrote in the year before the one that is open"))


def downgrade() -> None:
    pass
