"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.add_column("users", sa.Column("team_id", sa.Integer()))
    op.create_foreign_key("fk_team", "users", "teams", ["team_id"], ["id"], postgresql_not_valid=True)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE users VALIDATE CONSTRAINT fk_team")


def downgrade():
    pass
