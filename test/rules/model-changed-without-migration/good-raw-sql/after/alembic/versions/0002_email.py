import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute("ALTER TABLE users ADD COLUMN email varchar(255)")


def downgrade():
    op.execute("ALTER TABLE users DROP COLUMN email")
