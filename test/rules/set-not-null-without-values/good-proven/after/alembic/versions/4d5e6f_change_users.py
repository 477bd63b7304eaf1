"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.add_column("users", sa.Column("age", sa.Integer(), nullable=True))
    op.create_check_constraint("ck_age", "users", "age IS NOT NULL", postgresql_not_valid=True)
    with op.get_context().autocommit_block():
        op.execute("ALTER TABLE users VALIDATE CONSTRAINT ck_age")
    op.alter_column("users", "age", nullable=False)


def downgrade():
    pass
