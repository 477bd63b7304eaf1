"""Nothing."""

revision = "7a8b9c"
down_revision = "4d5e6f"


def upgrade():
    pass


def downgrade():
    pass
