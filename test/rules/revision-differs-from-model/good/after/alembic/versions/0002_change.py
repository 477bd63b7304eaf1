import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("plan", sa.String(20), nullable=True))


def downgrade():
    op.drop_column("users", "plan")
