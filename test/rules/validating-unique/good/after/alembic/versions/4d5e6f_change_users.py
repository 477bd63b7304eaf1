"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("uq_email", "users", ["email"], unique=True, postgresql_concurrently=True)
    op.execute("ALTER TABLE users ADD CONSTRAINT uq_email UNIQUE USING INDEX uq_email")


def downgrade():
    pass
