"""Change users."""

import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    bind = op.get_bind()
    op.add_column("users", sa.Column("age", sa.Integer(), nullable=True))
    for row in bind.execute(sa.text("SELECT id FROM users")):
        bind.execute(sa.text("UPDATE users SET age = 18 WHERE id = :id"), {"id": row.id})
    op.alter_column("users", "age", nullable=False)


def downgrade():
    pass
