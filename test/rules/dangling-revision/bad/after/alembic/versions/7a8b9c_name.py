"""Add a name."""

revision = "7a8b9c"
down_revision = "0f0f0f"


def upgrade():
    pass


def downgrade():
    pass
