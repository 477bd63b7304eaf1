import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("ALTER TYPE role ADD VALUE 'guest'")


def downgrade():
    pass
