"""change users"""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade() -> None:
    op.add_column("users", sa.Column("total_number_of_notes_written_in_the_year_before_the_one_that_is_open", sa.BigInteger()))


def downgrade() -> None:
    op.drop_column("users", "total_number_of_notes_written_in_the_year_before_the_one_that_is_open")
