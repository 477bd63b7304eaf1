import sqlalchemy as sa
from alembic import op

revision = "4d5e6f"
down_revision = "1a2b3c"


def upgrade():
    op.drop_column("users", "fax")


def downgrade():
    raise NotImplementedError("restore users.fax from a backup")
