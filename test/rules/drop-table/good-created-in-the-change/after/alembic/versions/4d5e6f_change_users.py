"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.create_table("users_copy", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("INSERT INTO users_copy SELECT id FROM users")
    op.drop_table("users_copy")


def downgrade():
    pass
