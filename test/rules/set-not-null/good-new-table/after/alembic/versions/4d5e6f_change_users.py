"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.create_table("teams", sa.Column("id", sa.Integer()), sa.Column("name", sa.Text()))
    op.alter_column("teams", "name", nullable=False)


def downgrade():
    pass
