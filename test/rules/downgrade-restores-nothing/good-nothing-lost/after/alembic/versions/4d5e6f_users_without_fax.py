import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.add_column("users", sa.Column("phone", sa.String(40), nullable=True))


def downgrade():
    pass
