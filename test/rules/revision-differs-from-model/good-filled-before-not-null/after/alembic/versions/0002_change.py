import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.add_column("users", sa.Column("plan", sa.String(20), nullable=True))
    op.execute("UPDATE users SET plan = 'free' WHERE id = 1")
    op.alter_column("users", "plan", nullable=False)


def downgrade():
    op.drop_column("users", "plan")
