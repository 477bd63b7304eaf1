"""Merge heads."""

revision = "aabbcc"
down_revision = ("4d5e6f", "7a8b9c")


def upgrade():
    pass


def downgrade():
    pass
