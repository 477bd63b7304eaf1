"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.alter_column("users", "id", existing_type=sa.Integer(), type_=sa.BigInteger())


def downgrade():
    pass
