import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.add_column("users", sa.Column("plan", sa.Enum("free", "paid", name="user_plan"), nullable=True))


def downgrade():
    op.drop_column("users", "plan")
