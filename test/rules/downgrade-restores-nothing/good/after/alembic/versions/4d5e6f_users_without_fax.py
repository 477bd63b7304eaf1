import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.drop_column("users", "fax")


def downgrade():
    op.add_column("users", sa.Column("fax", sa.String(40), nullable=True))
