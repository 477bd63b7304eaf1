import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.execute("CREATE TYPE user_plan AS ENUM ('free', 'paid')")
    op.add_column("users", sa.Column("plan", sa.Enum("free", "paid", name="user_plan"), nullable=True))


def downgrade():
    op.drop_column("users", "plan")
