"""Say that it is not used."""

from alembic import op

revision = "7a8b9c"
down_revision = "4d5e6f"


def upgrade():
    op.alter_column("users", "age", comment="not used any more")


def downgrade():
    pass
