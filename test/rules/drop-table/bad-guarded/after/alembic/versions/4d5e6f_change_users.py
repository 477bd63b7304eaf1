"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    if sa.inspect(op.get_bind()).has_table("users"):
        op.drop_table("users")


def downgrade():
    pass
