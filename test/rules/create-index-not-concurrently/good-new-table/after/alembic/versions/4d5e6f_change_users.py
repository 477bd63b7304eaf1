"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.Text(), index=True))
    op.create_index("ix_teams_id_name", "teams", ["id", "name"])


def downgrade():
    pass
