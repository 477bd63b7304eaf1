from pathlib import Path

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade():
    op.execute(Path("sql/add_email.sql").read_text())


def downgrade():
    op.drop_column("users", "email")
