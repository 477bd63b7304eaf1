import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    plan = sa.Enum("free", "paid", name="user_plan")
    plan.create(op.get_bind())
    op.add_column("users", sa.Column("plan", plan, nullable=True))


def downgrade():
    op.drop_column("users", "plan")
