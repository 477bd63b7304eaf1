"""Change users."""

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    pass


def downgrade():
    pass
