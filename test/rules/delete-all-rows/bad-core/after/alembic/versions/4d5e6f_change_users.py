"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


users = sa.table("users", sa.column("id"))


def upgrade():
    op.execute(users.delete())


def downgrade():
    pass
