"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    for name in ("age", "height"):
        op.execute(f"ALTER TABLE users ADD COLUMN {name} integer")


def downgrade():
    pass
