import sqlalchemy as sa
from alembic import op

revision = "7a8b9c"
down_revision = "4d5e6f"


def upgrade():
    op.add_column("users", sa.Column("email", sa.String(), nullable=True))


def downgrade():
    op.drop_column("users", "email")
