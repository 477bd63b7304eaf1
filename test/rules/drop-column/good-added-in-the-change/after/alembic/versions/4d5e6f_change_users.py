"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.add_column("users", sa.Column("old_id", sa.Integer()))
    op.execute("UPDATE users SET old_id = id WHERE id = 1")
    op.drop_column("users", "old_id")


def downgrade():
    pass
