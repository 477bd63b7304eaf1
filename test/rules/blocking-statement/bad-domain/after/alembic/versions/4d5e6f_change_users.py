"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.execute("ALTER DOMAIN mail ADD CONSTRAINT ck_mail CHECK (VALUE LIKE '%@%')")


def downgrade():
    pass
