"""Change users."""

from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.create_check_constraint("ck_email", "users", "email IS NOT NULL", postgresql_not_valid=True)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck_email")
    op.alter_column("users", "email", nullable=False)
    op.drop_constraint("ck_email", "users", type_="check")


def downgrade():
    pass
